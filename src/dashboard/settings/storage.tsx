import type { StorageView } from '../../contract/storage.ts'
import { bytesInWords } from '../../core/bytes.ts'
import { removedInWords } from '../../core/removed.ts'
import { calls } from '../api.ts'
import { useAnswer } from '../parts/answer.ts'
import { Fault } from '../parts/fault.tsx'
import { Table } from '../parts/table.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { lengthOfTime } from '../time.ts'
import { keptFor } from './storage-words.ts'

/** What is kept, how large it is, and for how long. */
export function Storage() {
  const found = useAnswer('storage', () => calls.showStorage({}))
  const storage = found.value
  if (storage === undefined) return found.fault === null ? <Wait /> : <Fault text={found.fault} />
  return (
    <>
      <p class="lead">
        Alerts that are not resolved are kept in any case, and so is what still waits. The figures
        of days stay when their details go.
      </p>
      <Kept storage={storage} />
      <div class="panels">
        <Database storage={storage} />
        <Removal storage={storage} />
      </div>
    </>
  )
}

interface Row {
  name: string
  says: string
  kept: { count: number; oldestAt: string | null; keepMs: number | null }
  most: string
}

function rowsOf({ payloads, events, alerts, deliveries }: StorageView): Row[] {
  const most = (count: number | null, what: string) =>
    count === null ? 'any number' : `${count.toLocaleString('en')} ${what}`
  return [
    {
      name: 'Payloads',
      says: `What Sentry sent, word by word: ${bytesInWords(payloads.bytes)}.`,
      kept: payloads,
      most: payloads.maxBytes === null ? 'any amount' : bytesInWords(payloads.maxBytes),
    },
    {
      name: 'Events',
      says: 'That something came, and what became of it.',
      kept: events,
      most: most(events.maxCount, 'events'),
    },
    {
      name: 'Alerts',
      says: `${alerts.unresolved.toLocaleString('en')} of them not resolved; the others are kept from their resolve on.`,
      kept: alerts,
      most: most(alerts.maxCount, 'resolved'),
    },
    {
      name: 'Deliveries',
      says: 'What people were told, with every attempt.',
      kept: deliveries,
      most: most(deliveries.maxCount, 'deliveries'),
    },
  ]
}

function Kept({ storage }: { storage: StorageView }) {
  return (
    <Table label="What is kept" head={['What', 'Now', 'The oldest', 'Kept', 'At most']}>
      {rowsOf(storage).map(({ name, says, kept, most }) => (
        <tr key={name}>
          <td class="name">
            <strong>{name}</strong>
            <span class="more">{says}</span>
          </td>
          <td class="number" data-label="Now">
            {kept.count.toLocaleString('en')}
          </td>
          <td data-label="The oldest">
            {kept.oldestAt === null ? 'none' : <Time at={kept.oldestAt} />}
          </td>
          <td data-label="Kept">{keptFor(kept.keepMs)}</td>
          <td data-label="At most">{most}</td>
        </tr>
      ))}
    </Table>
  )
}

function Database({ storage }: { storage: StorageView }) {
  const { databaseBytes, logBytes, unusedBytes, shrinks } = storage
  return (
    <section class="panel card" aria-labelledby="database">
      <h2 id="database">The database</h2>
      <dl class="lines">
        <div>
          <dt>On the disk</dt>
          <dd>{bytesInWords(databaseBytes)}</dd>
        </div>
        <div>
          <dt>Of it unused</dt>
          <dd>{bytesInWords(unusedBytes)}</dd>
        </div>
        <div>
          <dt>And its log</dt>
          <dd>{bytesInWords(logBytes)}</dd>
        </div>
      </dl>
      <p class="hint">
        {shrinks ? (
          'Unused room is taken by what comes next. When it is much, it goes back to the disk by itself.'
        ) : (
          <>
            Unused room is taken by what comes next. This database was made by an older version: to
            give room back to the disk, stop the server and run <code>navish storage compact</code>.
          </>
        )}
      </p>
    </section>
  )
}

function Removal({ storage }: { storage: StorageView }) {
  const { lastRunAt, lastRemoved, notCountedMs } = storage
  return (
    <section class="panel card" aria-labelledby="removal">
      <h2 id="removal">What is too old or too much</h2>
      {lastRunAt === null || lastRemoved === null ? (
        <p>Nothing was looked through yet. That is done a minute after the start.</p>
      ) : (
        <p>
          Looked through <Time at={lastRunAt} />: {removedInWords(lastRemoved)} removed.
        </p>
      )}
      {notCountedMs > 0 && (
        <p class="warn-text">
          The clock of the machine went ahead by {lengthOfTime(notCountedMs)} that cannot be
          accounted for. Nothing counts as older for it, so some things are kept for longer.
        </p>
      )}
      <p class="hint">
        How long and how much is kept is set where the server starts, by settings such as{' '}
        <code>keepPayloads</code> and <code>maxEvents</code>.
      </p>
    </section>
  )
}
