import type { Command } from 'commander'
import type { StorageView } from '../contract/storage.ts'
import { bytesInWords } from '../core/bytes.ts'
import { removedInWords } from '../core/removed.ts'
import { durationText, jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import { configOf, type Context } from './context.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { mustBeHere } from './server.ts'
import { printFacts, printJson, printTable, type Terminal } from './terminal.ts'

export function addStorage(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'storage', 'what is kept, how large it is, and for how long', [
    'navish storage show',
    'navish storage compact',
  ])

  noun
    .command('show')
    .description('show what is kept, how large it is, and what is removed when')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('navish storage show', 'navish storage show --json | jq .payloads.bytes'),
    )
    .action(async (options: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const storage = await calls.showStorage({})
        if (options.json) return printJson(terminal, storage)
        printStorage(terminal, storage)
      })
    })

  noun
    .command('compact')
    .description(
      'write the database anew without unused room, while the server is stopped; it needs as much free room meanwhile',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish storage compact             when no server runs',
        'systemctl stop navish && navish storage compact',
      ),
    )
    .action(async (options: Json) => {
      mustBeHere('storage compact', context, flags())
      const { compact } = await import('../store/sqlite/compact.ts')
      const { dataDir } = (await configOf(context, flags())).config
      const { before, after } = await compact(dataDir, context.clock())
      if (options.json) return printJson(terminal, { bytesBefore: before, bytes: after })
      terminal.err(`The database had ${bytesInWords(before)} and has ${bytesInWords(after)} now.\n`)
    })
}

function printStorage(terminal: Terminal, storage: StorageView): void {
  const { payloads, events, alerts, deliveries, lastRunAt, lastRemoved, notCountedMs } = storage
  const { databaseBytes, unusedBytes, logBytes } = storage
  printFacts(terminal, [
    [
      'database',
      `${bytesInWords(databaseBytes)}, of it ${bytesInWords(unusedBytes)} unused; its log ${bytesInWords(logBytes)}`,
    ],
    [
      'unused room',
      storage.shrinks
        ? 'goes back to the disk by itself when it is much'
        : 'is used again; "navish storage compact" gives it back to the disk',
    ],
    ['looked through', lastRunAt ?? 'not yet: the server does it, a minute after its start'],
    ['removed then', lastRemoved === null ? null : removedInWords(lastRemoved)],
    [
      'clock',
      notCountedMs === 0
        ? null
        : `went ahead by ${durationText(notCountedMs)} that cannot be accounted for: nothing counts as older for it`,
    ],
  ])
  terminal.out('\n')
  printTable(
    terminal,
    ['KEPT', 'HOW MANY', 'ROOM', 'OLDEST', 'FOR', 'AT MOST'],
    [
      [
        'payloads',
        payloads.count,
        bytesInWords(payloads.bytes),
        payloads.oldestAt,
        lengthOf(payloads),
        payloads.maxBytes === null ? 'any amount' : bytesInWords(payloads.maxBytes),
      ],
      ['events', events.count, null, events.oldestAt, lengthOf(events), mostOf(events)],
      ['alerts', alerts.count, null, alerts.oldestAt, lengthOf(alerts), mostOf(alerts)],
      [
        'deliveries',
        deliveries.count,
        null,
        deliveries.oldestAt,
        lengthOf(deliveries),
        mostOf(deliveries),
      ],
    ],
  )
}

const lengthOf = ({ keepMs }: { keepMs: number | null }) =>
  keepMs === null ? 'ever' : durationText(keepMs)
const mostOf = ({ maxCount }: { maxCount: number | null }) => maxCount ?? 'any number'
