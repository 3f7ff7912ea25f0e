import type { Facts } from '../facts.ts'
import { ok, problem, warning, type Finding } from '../finding.ts'

type Part = Pick<Facts, 'server' | 'version' | 'files'>

export function serverCheck({
  server: { process, isRecorded, url, answer },
  files,
}: Part): Finding {
  if (process === null) {
    if (answer !== null) {
      return problem(
        'server',
        `A server answers at ${url}, but it does not work on ${files.dataDir}.`,
        'Say the data directory of that server with --data-dir, or run this as its user.',
      )
    }
    return isRecorded
      ? warning(
          'server',
          'No server runs, and the last one was ended without a goodbye.',
          'Look into its log, and start it: navish serve',
        )
      : warning('server', 'No server runs: webhooks are not taken.', 'Start it: navish serve')
  }
  if (answer === null) {
    const who = process === 'unknown' ? 'A process that cannot be seen' : `Process ${process}`
    return problem(
      'server',
      `${who} has the data directory, but nothing answers at ${url}.`,
      'Look into its log, and restart it.',
    )
  }
  if (answer.isReady) return ok('server', `${url} is ready.`)
  return problem('server', `${url} is not ready: ${answer.reasons.join(' ')}`, 'Its log says more.')
}

export function versionCheck({ server: { answer, isReplaced }, version }: Part): Finding | null {
  if (isReplaced) {
    return warning(
      'version',
      'The program of the server was replaced since it started: it still runs the one before.',
      'Restart it.',
    )
  }
  const its = answer?.version ?? null
  if (its === null) return null
  if (its === version) return ok('version', `Server and command are ${version}.`)
  return warning(
    'version',
    `The server is ${its}, this command is ${version}.`,
    'Restart the server after an upgrade, or use the command of its version.',
  )
}
