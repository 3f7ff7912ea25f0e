import type { Facts } from '../facts.ts'
import { ok, problem, warning, type Finding } from '../finding.ts'
import { counted, lengthText, listed } from '../words.ts'

type Part = Pick<Facts, 'work' | 'server' | 'now'>

const minute = 60_000

export function pendingCheck({ work, server, now }: Part): Finding | null {
  if (work === null) return null
  const { pending, oldestPendingAt } = work
  const waited = oldestPendingAt === null ? 0 : now - oldestPendingAt
  if (pending === 0 || waited < 2 * minute) {
    return ok(
      'pending-events',
      pending === 0 ? 'No event waits.' : `${waiting(pending, 'event')}, none for long.`,
    )
  }
  const text = `${waiting(pending, 'event')} to become alerts, the oldest for ${lengthText(waited)}.`
  return server.process === null
    ? warning('pending-events', text, 'They are taken up when the server runs: navish serve')
    : problem(
        'pending-events',
        text,
        'The log says why the drain fails ("drain failed"), or whether more comes than it can take.',
      )
}

export function deadCheck({ work }: Part): Finding | null {
  if (work === null) return null
  if (work.dead === 0) return ok('dead-events', 'No event was given up.')
  return warning(
    'dead-events',
    `${counted(work.dead, 'event')} could not be understood, and ${work.dead === 1 ? 'was' : 'were'} given up.`,
    'See why with "navish event list --state dead", and after an upgrade try again: navish event replay --all-dead',
  )
}

export function channelsCheck({ work, now }: Part): Finding | null {
  if (work === null) return null
  const failing = work.channels.filter(
    ({ isEnabled, failingSince }) => isEnabled && failingSince !== null,
  )
  if (failing.length > 0) {
    const what = failing.map(
      ({ name, failingSince, lastFailure }) =>
        `${name} (for ${lengthText(now - (failingSince ?? now))}${lastFailure === null ? '' : `: ${lastFailure}`})`,
    )
    return problem(
      'channels',
      `Nobody is told on ${listed(what)}.`,
      'Try it with "navish channel test ID", and change its settings.',
    )
  }
  if (!work.channels.some(({ isEnabled }) => isEnabled)) {
    return warning(
      'channels',
      'No channel is switched on: nobody is told of anything.',
      'navish channel kinds, then navish channel create',
    )
  }
  return ok('channels', `${counted(work.channels.length, 'channel')}, and none fails.`)
}

export function deliveriesCheck({ work }: Part): Finding | null {
  if (work === null) return null
  const dead = work.channels.filter((channel) => channel.dead > 0)
  const told = work.channels.reduce((sum, { pending }) => sum + pending, 0)
  if (dead.length > 0) {
    return warning(
      'deliveries',
      `Given up: ${listed(dead.map((channel) => `${channel.dead} on ${channel.name}`))}.`,
      'See why with "navish delivery list --state dead", and try again: navish delivery retry ID',
    )
  }
  return ok(
    'deliveries',
    told === 0
      ? 'Nothing waits to be told.'
      : `${told === 1 ? '1 delivery waits' : `${told} deliveries wait`} to be told.`,
  )
}

export function silenceCheck({ work, now }: Part): Finding | null {
  if (work === null || work.integrations === 0) return null
  if (work.silent.length === 0)
    return ok('silent-integrations', 'No watched integration is too quiet.')
  const what = work.silent.map(
    ({ name, lastSeenAt }) => `${name} (${lengthText(now - lastSeenAt)})`,
  )
  return problem(
    'silent-integrations',
    `Nothing comes any more from ${listed(what)}.`,
    'Look at the request log of the integration in Sentry, and at "navish integration health ID".',
  )
}

export function alarmsCheck({ work }: Part): Finding | null {
  if (work === null) return null
  if (work.alarms.length === 0) return ok('alarms', 'Navish raises no alarm of itself.')
  return warning(
    'alarms',
    `Navish raises an alarm: ${listed(work.alarms)}.`,
    'navish alert list --project navish --status open,acknowledged',
  )
}

export function peopleCheck({ work }: Part): Finding | null {
  if (work === null) return null
  if (!work.needsAdmin) return ok('people', 'Somebody can administer it.')
  return problem(
    'people',
    'Nobody can administer it: no enabled admin has a password or single sign-on.',
    'navish admin create you@example.org',
  )
}

/** `1 event waits`, `2 events wait` */
function waiting(count: number, what: string): string {
  return `${counted(count, what)} ${count === 1 ? 'waits' : 'wait'}`
}
