import { createHmac } from 'node:crypto'

/** The secret that the loads are signed with: checking signatures is part of what is measured. */
export const clientSecret = 'the client secret of the benchmark'

export interface Body {
  /** Of the issue. */
  id: string
  text: string
  resource: 'issue' | 'event_alert'
  signature: string
}

export interface PoolOptions {
  /** How many different bodies; each is about an issue of its own. */
  count: number
  /** About how many bytes each has. */
  size: number
  /** Two pools with different seeds share no issue. */
  seed?: number
}

/**
 * Bodies shaped like Sentry's: an issue webhook, or for larger sizes an issue alert with a stack trace. Every one has ids, paths,
 * words and values of its own, so that compression gains on them what it gains on real ones, and not more.
 */
export function makePool({ count, size, seed = 1 }: PoolOptions): Body[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, index) => {
    const id = String(seed * 100_000_000 + index)
    const body = size < 3000 ? issueWebhook(id, random, size) : eventAlert(id, random, size)
    const text = JSON.stringify(body)
    return {
      id,
      text,
      resource: size < 3000 ? 'issue' : 'event_alert',
      signature: createHmac('sha256', clientSecret).update(text).digest('hex'),
    }
  })
}

type Random = () => number

/** Mulberry32: the same loads in every run. */
function createRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[Math.floor(random() * from.length)] ?? from[0]
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
}

const syllables = [
  ...(['ba', 'con', 'der', 'fi', 'gra', 'hol', 'in', 'jer', 'ka', 'lo', 'mer', 'no'] as const),
  ...(['or', 'pay', 'quo', 're', 'ship', 'ter', 'u', 'ver', 'web', 'x', 'yard', 'zen'] as const),
] as const

function word(random: Random): string {
  const length = 1 + Math.floor(random() * 3)
  return Array.from({ length }, () => pick(random, syllables)).join('')
}

function words(random: Random, length: number): string {
  return Array.from({ length }, () => word(random)).join(' ')
}

const errors = ['TypeError', 'ValueError', 'KeyError', 'TimeoutError', 'OperationalError'] as const
const levels = ['fatal', 'error', 'error', 'error', 'warning', 'info'] as const

/** A large organization's. */
const projects = ((random) => Array.from({ length: 200 }, () => `${word(random)}-${word(random)}`))(
  createRandom(0),
)

function projectOf(random: Random): string {
  return projects[Math.floor(random() * projects.length)] ?? 'shop'
}

function issueWebhook(id: string, random: Random, size: number) {
  const type = pick(random, errors)
  const value = words(random, 4)
  const slug = projectOf(random)
  const issue = {
    web_url: `https://acme.sentry.io/issues/${id}/`,
    id,
    shortId: `${slug.toUpperCase()}-${hex(random, 3).toUpperCase()}`,
    title: `${type}: ${value}`,
    culprit: `${word(random)}.${word(random)} in ${word(random)}`,
    permalink: null,
    level: pick(random, levels),
    status: 'unresolved',
    statusDetails: {},
    substatus: 'new',
    project: { id: String(Math.floor(random() * 9000)), name: slug, slug, platform: 'python' },
    metadata: {
      type,
      value,
      filename: `${word(random)}/${word(random)}.py`,
      function: word(random),
    },
    assignedTo: null,
    annotations: [] as string[],
    issueCategory: 'error',
    count: String(1 + Math.floor(random() * 900)),
    userCount: Math.floor(random() * 90),
    firstSeen: `2026-09-01T08:00:00.${hex(random, 6).replaceAll(/[a-f]/g, '7')}Z`,
    lastSeen: `2026-09-01T09:00:00.${hex(random, 6).replaceAll(/[a-f]/g, '7')}Z`,
  }
  const body = {
    action: 'created',
    installation: { uuid: 'a8e5d37a-696c-4c54-adb5-b3f28d64c7de' },
    data: { issue },
    actor: { type: 'application', id: 'sentry', name: 'Sentry' },
  }
  fill(issue.annotations, () => `${word(random)} ${hex(random, 8)}`, size - lengthOf(body))
  return body
}

function eventAlert(id: string, random: Random, size: number) {
  const type = pick(random, errors)
  const value = words(random, 6)
  const eventId = hex(random, 32)
  const frames: unknown[] = []
  const body = {
    action: 'triggered',
    installation: { uuid: 'a8e5d37a-696c-4c54-adb5-b3f28d64c7de' },
    data: {
      event: {
        event_id: eventId,
        project: 42,
        title: `${type}: ${value}`,
        message: '',
        level: pick(random, levels),
        culprit: `${word(random)}.${word(random)}`,
        datetime: '2026-09-01T09:00:00.000000Z',
        timestamp: 1788253200.123,
        tags: [
          ['level', 'error'],
          ['server_name', `web-${hex(random, 6)}`],
          ['release', hex(random, 40)],
        ],
        metadata: { type, value },
        exception: { values: [{ type, value, stacktrace: { frames } }] },
        url: `https://sentry.io/api/0/projects/acme/shop/events/${eventId}/`,
        web_url: `https://acme.sentry.io/issues/${id}/events/${eventId}/`,
        issue_url: `https://sentry.io/api/0/organizations/acme/issues/${id}/`,
        issue_id: id,
      },
      triggered_rule: 'Page the shop team',
    },
    actor: { type: 'application', id: 'sentry', name: 'Sentry' },
  }
  const frame = () => ({
    function: `${word(random)}_${word(random)}`,
    module: `${word(random)}.${word(random)}`,
    filename: `${word(random)}/${word(random)}.py`,
    lineno: Math.floor(random() * 900),
    in_app: random() < 0.5,
    context_line: `    ${word(random)} = ${word(random)}(${words(random, 2)})`,
    vars: {
      self: `<${word(random)} object at 0x${hex(random, 12)}>`,
      [word(random)]: hex(random, 16),
    },
  })
  fill(frames, frame, size - lengthOf(body))
  return body
}

function lengthOf(value: unknown): number {
  return JSON.stringify(value).length
}

/** Adds parts until there is about this much more JSON. */
function fill<T>(into: T[], part: () => T, length: number): void {
  for (let missing = length; missing > 20;) {
    const next = part()
    into.push(next)
    missing -= lengthOf(next) + 1
  }
}
