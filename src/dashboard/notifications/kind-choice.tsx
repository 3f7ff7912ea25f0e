import { calls } from '../api.ts'
import { useAnswer } from '../parts/answer.ts'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { Wait } from '../parts/wait.tsx'
import { kindInWords, kindName } from './kinds.ts'

/** What a channel can be, to choose from. */
export function KindChoice() {
  const found = useAnswer('channel kinds', async () => (await calls.listChannelKinds({})).items)
  if (found.value === undefined) {
    return found.fault === null ? <Wait lines={4} /> : <Fault text={found.fault} />
  }
  return (
    <ul class="kinds">
      {found.value.map((kind) => (
        <li key={kind.kind} class="card">
          <Link to={`/notifications/channels/new?kind=${encodeURIComponent(kind.kind)}`}>
            {kindName(kind.kind)}
          </Link>
          <p class="quiet">{kindInWords(kind)}</p>
        </li>
      ))}
    </ul>
  )
}
