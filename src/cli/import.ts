import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { monotonic } from '../clock.ts'
import { auditor } from '../operations/audit.ts'
import { createOutbound } from '../outbound/create-outbound.ts'
import { createKeys } from '../secrets/key.ts'
import { createSeal } from '../secrets/seal.ts'
import { databaseFile } from '../store/sqlite/data-dir.ts'
import { openSqliteStore } from '../store/sqlite/store.ts'
import type { Imported } from '../transfer/import.ts'
import { jsonOption, type Json } from './arguments.ts'
import { configOf, type Context } from './context.ts'
import { commandActor, withFirstStore, type Opened } from './local.ts'
import { examples, type FlagsOf } from './noun.ts'
import type { CommandFlags } from './server.ts'
import { printJson, printTable } from './terminal.ts'

interface Options extends Json {
  dryRun?: true
}

export function addImport(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  program
    .command('import')
    .description(
      'take in what "navish export" wrote; nobody is told of its alerts: on this machine',
    )
    .argument('<file>', 'the export; twice is as good as once')
    .addOption(new Option('--dry-run', 'say what would happen, and change nothing'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('navish import navish.jsonl --dry-run', 'navish import navish.jsonl'),
    )
    .action(async (file: string, { dryRun, json }: Options) => {
      const isTried = dryRun === true
      const [{ checkFile }, { importFile }] = await Promise.all([
        import('../transfer/read.ts'),
        import('../transfer/import.ts'),
      ])
      const checked = await checkFile(file)
      const imported = await opened(context, flags(), isTried, ({ store, config }) =>
        importFile(checked, {
          store,
          rehearse: isTried,
          seal: createSeal(createKeys({ configured: config.secretKey, dataDir: config.dataDir })),
          outbound: createOutbound({ policy: { allow: config.outboundAllow } }),
          audit: auditor(context.clock, commandActor(context.user)),
          now: context.clock(),
          monotonic,
          pause: context.pause,
        }),
      )
      for (const warning of imported.warnings) terminal.err(`${warning}\n`)
      if (json) return printJson(terminal, viewOf(imported, isTried))
      print(context, imported)
      if (isTried) terminal.err('Nothing was changed: leave --dry-run out to do it.\n')
    })
}

/** To try it there need be no database; to do it, one is made. */
async function opened(
  context: Context,
  flags: CommandFlags,
  rehearse: boolean,
  work: (opened: Pick<Opened, 'store' | 'config'>) => Promise<Imported>,
): Promise<Imported> {
  if (!rehearse) return withFirstStore(context, flags, work)
  const { config } = await configOf(context, flags)
  if (existsSync(join(config.dataDir, databaseFile))) return withFirstStore(context, flags, work)
  const store = openSqliteStore({ dataDir: ':memory:', prepare: true, now: context.clock() })
  try {
    return await work({ store, config })
  } finally {
    await store.close()
  }
}

const kinds = {
  settings: 'settings for all',
  person: 'people',
  integration: 'integrations',
  channel: 'channels',
  rule: 'rules',
  silence: 'silences',
} as const

function print({ terminal }: Context, { settings, alerts, events }: Imported): void {
  const rows = Object.entries(kinds).map(([kind, name]) => {
    const { created, updated, skipped } = settings[kind as keyof typeof kinds]
    return [name, created, updated, skipped]
  })
  printTable(
    terminal,
    ['WHAT', 'CREATED', 'UPDATED', 'SKIPPED'],
    [...rows, ['alerts', alerts.created, 0, alerts.skipped]],
  )
  if (events > 0) terminal.err(`${events} events stay in the file: they are there to be read.\n`)
}

function viewOf({ settings, alerts, events, warnings }: Imported, dryRun: boolean) {
  const counts = Object.entries(kinds).map(([kind, name]) => [
    kind === 'settings' ? 'settings' : name,
    settings[kind as keyof typeof kinds],
  ])
  return {
    dryRun,
    ...(Object.fromEntries(counts) as Record<string, unknown>),
    alerts: { created: alerts.created, updated: 0, skipped: alerts.skipped },
    events: { created: 0, updated: 0, skipped: events },
    warnings,
  }
}
