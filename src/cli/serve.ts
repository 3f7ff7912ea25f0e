import type { Command } from 'commander'
import { webhookUrl } from '../address.ts'
import { startApp, type App } from '../app.ts'
import type { Config, Sources } from '../config/config.ts'
import { strayVariables } from '../config/stray.ts'
import { createLog } from '../log.ts'
import { createSupervision } from '../systemd/supervision.ts'
import { version } from '../version.ts'
import { configOf, type Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'

export function addServe(program: Command, context: Context, flags: FlagsOf): void {
  program
    .command('serve')
    .description('receive webhooks and keep the alerts, until asked to end')
    .addHelpText(
      'after',
      examples(
        'navish serve',
        'navish serve --data-dir /var/lib/navish --public-url https://navish.example.org',
        'NAVISH_HOST=0.0.0.0 NAVISH_PORT=9000 navish serve',
        'navish serve --port 0       the line that is printed tells the port',
      ),
    )
    .action(async () => {
      const { terminal, clock, isTerminal } = context
      const { config, sources, file } = await configOf(context, flags())
      const log = createLog({
        level: config.logLevel,
        format: config.logFormat ?? (isTerminal ? 'text' : 'json'),
        clock,
        write: terminal.err,
      })
      for (const reason of [...(file?.warnings ?? []), ...strayVariables(context.env)]) {
        log.warn('look at the settings', { reason })
      }
      // Listened for from the start: whoever reads that the server listens may ask it to end at once.
      const stopped = context.untilStopped()
      const app = await startApp({ config, clock, log })
      const supervision = await createSupervision({
        env: context.env,
        log,
        pid: process.pid,
        isTurning: app.isTurning,
        status: `Listening on ${app.url}`,
      })
      supervision.ready()
      const shell = { navish: howToRun(context), where: whereIn(config, sources) }
      terminal.out(greeting(app, config, shell))
      await stopped
      supervision.stopping()
      await app.stop()
    })
}

const sample = JSON.stringify({
  action: 'created',
  data: {
    issue: {
      id: '1',
      level: 'error',
      title: 'It works: my first alert',
      project: { slug: 'demo', name: 'Demo' },
    },
  },
})

/** How whoever started this runs another command: the binary, or the source by bun, or by npx, which has no bun on the path. */
function howToRun({ env }: Context): string {
  if (import.meta.dir.startsWith('/$bunfs')) return 'navish'
  // npx puts a folder of its own on the path of what it runs.
  return env['PATH']?.includes('_npx') ? `npx -y bun@${Bun.version} run navish` : 'bun run navish'
}

/** What a command must be told besides to work on the same data; empty: nothing. */
function whereIn({ dataDir }: Config, { dataDir: source }: Sources): string {
  if (source === 'default') return ''
  return ` --data-dir ${/^[\w./-]+$/.test(dataDir) ? dataDir : `'${dataDir.replaceAll("'", `'\\''`)}'`}`
}

interface Shell {
  navish: string
  where: string
}

function greeting(
  { url, firstToken, setupUrl }: App,
  { dataDir, publicUrl }: Config,
  shell: Shell,
): string {
  const line = `Navish ${version} listens on ${url} (data in ${dataDir})\n`
  return (
    line +
    (setupUrl === null ? '' : firstAdmin(setupUrl, shell)) +
    (firstToken === null
      ? ''
      : firstSteps(webhookUrl(publicUrl ?? url, firstToken), webhookUrl(url, firstToken), shell))
  )
}

function firstAdmin(setupUrl: string, { navish, where }: Shell): string {
  return `
There is no admin yet. This link makes one; it works once, for 30 minutes:

  ${setupUrl}

or, in this shell: ${navish} admin create you@example.org${where}
`
}

function firstSteps(url: string, local: string, { navish, where }: Shell): string {
  return `
The first integration is ready. Its webhook URL for Sentry, shown only this once:

  ${url}

Try it on this machine:

  curl -H 'Content-Type: application/json' -d '${sample}' ${local}

and see the alert with: ${navish} alert list${where}

`
}
