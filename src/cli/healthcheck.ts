import { Option, type Command } from 'commander'
import { localAddress } from '../address.ts'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { configOf, type Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printJson } from './terminal.ts'

/** How long (ms) a server may take to say that it is well. */
const patience = 5_000

export function addHealthcheck(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  program
    .command('healthcheck')
    .description('ask a running server whether it is ready; exit 4 when it is not')
    .addOption(new Option('--url <url>', 'the server; default: the one of the data directory'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('navish healthcheck', 'navish healthcheck --url http://127.0.0.1:9000'),
    )
    .action(async (options: { url?: string } & Json) => {
      const { config, sources } = configOf(context, flags())
      const url = options.url ?? localAddress(config, sources)
      const { ok, body } = await ask(url)
      if (options.json) printJson(terminal, body)
      if (ok) {
        if (!options.json) terminal.out(`${url} is ready\n`)
        return
      }
      throw new AppError('unhealthy', `${url} is not ready: ${reasonsIn(body)}`)
    })
}

async function ask(url: string): Promise<{ ok: boolean; body: unknown }> {
  try {
    const response = await fetch(new URL('/readyz', url), {
      signal: AbortSignal.timeout(patience),
      redirect: 'manual',
    })
    return { ok: response.ok, body: await response.json() }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('unhealthy', `${url} does not answer: ${why}`, { cause })
  }
}

function reasonsIn(body: unknown): string {
  const checks = typeof body === 'object' && body !== null && 'checks' in body ? body.checks : {}
  const reasons = Object.values(checks as Record<string, { ok?: unknown; reason?: unknown }>)
    .filter(({ ok }) => ok !== true)
    .map(({ reason }) => String(reason))
  return reasons.join(' ') || 'it did not say why'
}
