import fc from 'fast-check'
import { eventAlertHook, issueHook, legacyHook, metricHook, type Sent } from './requests.ts'

/**
 * What happens to one issue in Sentry, step by step. Its life decides what a step can be: only what is resolved regresses, only
 * what is unresolved is resolved or archived.
 */
export type Step =
  | { kind: 'fires'; by: 'rule' | 'legacy'; level: string }
  | { kind: 'resolved' }
  | { kind: 'comes back'; told: 'hook' | 'rule' | 'both'; level: string }
  | { kind: 'archived'; way: 'archived_forever' | 'archived_until_escalating' }
  | { kind: 'assigned'; to: string }

const level = fc.constantFrom('fatal', 'error', 'warning', 'info', 'debug')

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('fires' as const),
    by: fc.constantFrom('rule' as const, 'legacy' as const),
    level,
  }),
  fc.constant({ kind: 'resolved' as const }),
  fc.record({
    kind: fc.constant('comes back' as const),
    told: fc.constantFrom('hook' as const, 'rule' as const, 'both' as const),
    level,
  }),
  fc.record({
    kind: fc.constant('archived' as const),
    way: fc.constantFrom('archived_forever' as const, 'archived_until_escalating' as const),
  }),
  fc.record({ kind: fc.constant('assigned' as const), to: fc.constantFrom('Jane', 'Ali', 'Bo') }),
)

/** A life in Sentry: the deliveries that it makes, in the order of the facts, and which dedup keys are unresolved in the end. */
export interface History {
  deliveries: Sent[]
  unresolved: string[]
}

function historyOfIssue(id: string, steps: readonly Step[], firstLevel: string): History {
  const sent: Sent[] = []
  let facts = 0
  let lastSeen = Date.UTC(2026, 8, 1, 8)
  let title = 0
  let current = firstLevel
  let status: 'unresolved' | 'resolved' | 'archived' = 'unresolved'

  const headers = () => {
    facts += 1
    const seconds = Date.UTC(2026, 8, 1, 9) / 1000 + facts * 30
    return {
      'Sentry-Hook-Timestamp': String(seconds),
      'Idempotency-Key': `issue${id}-${facts}`.padStart(32, '0'),
    }
  }
  const issue = (substatus: string | null) => ({
    id,
    title: `title ${title}`,
    level: current,
    status: status === 'archived' ? 'ignored' : status,
    substatus,
    lastSeen: new Date(lastSeen).toISOString(),
    web_url: `https://acme.sentry.io/issues/${id}/`,
  })
  const hook = (action: string, substatus: string | null, data = {}) =>
    sent.push(issueHook(action, issue(substatus), { data, headers: headers() }))
  const happens = (newLevel: string) => {
    lastSeen += 60_000
    title += 1
    current = newLevel
  }
  const rule = () =>
    sent.push(
      eventAlertHook(
        {
          issue_id: id,
          title: `title ${title}`,
          level: current,
          datetime: new Date(lastSeen).toISOString(),
        },
        headers(),
      ),
    )
  const legacy = () => {
    const { headers: own, body } = legacyHook({
      id,
      level: current,
      event: { title: `title ${title}`, timestamp: lastSeen / 1000 },
    })
    sent.push({ headers: { ...own, 'Idempotency-Key': headers()['Idempotency-Key'] }, body })
  }

  hook('created', 'new')
  for (const one of steps) {
    switch (one.kind) {
      case 'fires':
        // A new event of a resolved issue would be a regression; an archived issue fires on.
        if (status === 'resolved') break
        happens(one.level)
        if (one.by === 'rule') rule()
        else legacy()
        break
      case 'resolved':
        if (status === 'resolved') break
        status = 'resolved'
        hook('resolved', null, { resolution_type: 'now' })
        break
      case 'comes back':
        if (status === 'unresolved') break
        happens(one.level)
        if (status === 'resolved' || one.told !== 'rule') {
          const substatus = status === 'resolved' ? 'regressed' : 'escalating'
          status = 'unresolved'
          if (one.told !== 'rule') hook('unresolved', substatus)
        }
        if (one.told !== 'hook') rule()
        break
      case 'archived':
        if (status !== 'unresolved') break
        status = 'archived'
        hook('ignored', one.way)
        break
      case 'assigned':
        hook('assigned', null, { assignee: { type: 'user', id: 1, name: one.to } })
        break
    }
  }
  return { deliveries: sent, unresolved: status === 'resolved' ? [] : [`sentry-issue-${id}`] }
}

/** One metric incident: it changes its severity, and it may end. The next outage has another id. */
function historyOfMetric(id: string, actions: readonly string[], ends: boolean): History {
  const deliveries = [...actions, ...(ends ? ['resolved'] : [])].map((action, index) => {
    const headers = {
      'Sentry-Hook-Timestamp': String(Date.UTC(2026, 8, 1, 9) / 1000 + index * 30),
      'Idempotency-Key': `metric${id}-${index}`.padStart(32, '0'),
    }
    return metricHook(action, { id, title: `outage ${id}` }, { headers })
  })
  return { deliveries, unresolved: ends ? [] : [`sentry-metric-${id}`] }
}

const issueHistory = fc.tuple(fc.array(step, { maxLength: 7 }), level)
const metricHistory = fc.tuple(
  fc.array(fc.constantFrom('critical', 'warning', 'open'), { minLength: 1, maxLength: 4 }),
  fc.boolean(),
)

/** Up to two issues and two metric incidents. */
export const history: fc.Arbitrary<History> = fc
  .tuple(
    fc.array(issueHistory, { minLength: 1, maxLength: 2 }),
    fc.array(metricHistory, { maxLength: 2 }),
  )
  .map(([issues, metrics]) => {
    const all = [
      ...issues.map(([steps, first], index) => historyOfIssue(String(index + 1), steps, first)),
      ...metrics.map(([actions, ends], index) => historyOfMetric(String(index + 1), actions, ends)),
    ]
    return {
      deliveries: all.flatMap(({ deliveries }) => deliveries),
      unresolved: all.flatMap(({ unresolved }) => unresolved),
    }
  })

/**
 * The same deliveries as they may arrive: in any order, some of them made again (another `Request-ID`, a later header time, the
 * same key), some of them doubled to the letter. Only the attempts of one delivery keep their order: Sentry makes another one
 * minutes after it gave up on the one before.
 */
export function arrivalsOf(deliveries: readonly Sent[]): fc.Arbitrary<Sent[]> {
  const some = fc.array(fc.nat({ max: deliveries.length - 1 }), { maxLength: 4 })
  return fc.tuple(some, some).chain(([retried, doubled]) => {
    const again = retried.flatMap((index) => retryOf(deliveries[index]))
    const twice = doubled.flatMap((index) => deliveries[index] ?? [])
    const all = [...deliveries, ...again, ...twice]
    return fc.shuffledSubarray(all, { minLength: all.length }).map(attemptsInOrder)
  })
}

/** Some deliveries whose first attempt never arrived: all that there is of them is a later one. */
export function withLostAttempts(deliveries: readonly Sent[]): fc.Arbitrary<Sent[]> {
  return fc
    .array(fc.boolean(), { minLength: deliveries.length, maxLength: deliveries.length })
    .map((lost) =>
      deliveries.flatMap((sent, index) => (lost[index] === true ? retryOf(sent) : [sent])),
    )
}

function attemptsInOrder(arrivals: Sent[]): Sent[] {
  const byKey = Map.groupBy(arrivals, ({ headers }) => headers['Idempotency-Key'])
  const next = new Map(
    [...byKey].map(([key, attempts]) => [
      key,
      attempts.toSorted((a, b) => sentAt(a) - sentAt(b)).values(),
    ]),
  )
  return arrivals.map((sent) => next.get(sent.headers['Idempotency-Key'])?.next().value ?? sent)
}

function sentAt({ headers }: Sent): number {
  return Number(headers['Sentry-Hook-Timestamp'] ?? 0)
}

function retryOf(sent: Sent | undefined): Sent[] {
  if (sent === undefined) return []
  const { headers, body } = sent
  const request = { 'Request-ID': `again${headers['Request-ID'] ?? ''}` }
  const time = sentAt(sent) === 0 ? {} : { 'Sentry-Hook-Timestamp': String(sentAt(sent) + 300) }
  return [{ body, headers: { ...headers, ...request, ...time } }]
}
