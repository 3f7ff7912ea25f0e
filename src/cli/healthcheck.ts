import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { localAddress } from '../address.ts'
import { AppError, messageOf } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { configOf, type Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { serverOf, type CommandFlags } from './server.ts'
import { printJson } from './terminal.ts'

/** How long (ms) a server may take to say that it is well. */
const patience = 5_000

export function addHealthcheck(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  program
    .command('healthcheck')
    .description('ask a running server whether it is ready; exit 4 when it is not')
    .addOption(
      new Option('--url <url>', 'the server; default: the one of the data directory').argParser(
        readUrl,
      ),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('navish healthcheck', 'navish healthcheck --url http://127.0.0.1:9000'),
    )
    .action(async (options: { url?: string } & Json) => {
      const url = options.url ?? (await addressFor(context, flags()))
      const readiness = await ask(url)
      if (options.json) printJson(terminal, readiness)
      if (readiness.status !== 'ready') {
        throw new AppError('unhealthy', `${url} is not ready: ${reasonsIn(readiness)}`)
      }
      if (!options.json) terminal.out(`${url} is ready\n`)
    })
}

async function addressFor(context: Context, flags: CommandFlags): Promise<string> {
  const { config, sources } = await configOf(context, flags)
  const isHere = [sources.host, sources.port].some((source) => source.startsWith('--'))
  return (isHere ? null : serverOf(context, flags)) ?? localAddress(config, sources)
}

interface Answer {
  status?: unknown
  checks?: Record<string, { ok?: unknown; reason?: unknown }>
}

/** What the server says of itself; one that says nothing is a check that failed. */
async function ask(url: string): Promise<Answer> {
  try {
    return JSON.parse(await get(`${url.replace(/\/+$/, '')}/readyz`)) as Answer
  } catch (cause) {
    const reason = `It does not answer: ${messageOf(cause)}`
    return { status: 'failing', checks: { server: { ok: false, reason } } }
  }
}

/** Not `fetch`: that goes through the proxy of the environment, also to this machine. */
async function get(url: string): Promise<string> {
  const { get: request } = url.startsWith('https:') ? https : http
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { signal: AbortSignal.timeout(patience) }, resolve).on('error', reject)
  })
  return text(response)
}

function reasonsIn({ checks = {} }: Answer): string {
  const failing = Object.values(checks).filter(({ ok }) => ok !== true)
  return failing.map(({ reason }) => String(reason)).join(' ') || 'it did not say why'
}

function readUrl(given: string): string {
  if (!/^https?:$/.test(URL.parse(given)?.protocol ?? '')) {
    throw new InvalidArgumentError('A URL is like http://127.0.0.1:8077.')
  }
  return given
}
