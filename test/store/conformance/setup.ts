import type { NewEvent, OutboxEvent, Reading } from '../../../src/core/event.ts'
import { decide } from '../../../src/core/lifecycle.ts'
import { severities } from '../../../src/core/severity.ts'
import { signalKinds } from '../../../src/core/signal.ts'
import { AppError } from '../../../src/errors.ts'
import type { DrainBatch, Found, NewToken, Page, Store } from '../../../src/store/store.ts'
import { aSignal } from '../../core/builders.ts'

export type Open = () => Promise<Store> | Store

const everything: Page = { limit: 1000 }

/** An empty store with one integration, and the few things that most tests do to it. */
export async function setup(open: Open) {
  const store = await open()

  async function createIntegration(name = 'test') {
    const { id } = await store.createIntegration({
      name,
      token: aToken(name),
      clientSecret: null,
      createdAt: 1,
    })
    return id
  }

  const integrationId = await createIntegration()

  return {
    store,
    integrationId,
    createIntegration,
    /** Appends events that say this, each received at the time of its place in the list. */
    async say(...texts: string[]): Promise<string[]> {
      return store.append(
        texts.map((text, index) => anEvent(integrationId, { text, receivedAt: index + 1 })),
      )
    },
    drain: (batch: Partial<DrainBatch> = {}) => store.drain({ ...patient, ...batch }),
    alerts: async () => (await store.listAlerts({}, everything)).items,
    events: async () => (await store.listEvents({}, everything)).items,
    async newestAlert() {
      const [newest] = (await store.listAlerts({}, { limit: 1 })).items
      if (newest === undefined) throw new Error('there is no alert')
      return store.showAlert(newest.id, 1000)
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
}

/** Takes everything that is due at time 1000, and tries again after a second, twice. */
export const patient: DrainBatch = {
  limit: 1000,
  now: 1000,
  interpret: read,
  decide,
  backoff: (attempt) => (attempt < 3 ? 1000 : null),
  longestWait: 60_000,
  isEnough: () => false,
}

/**
 * What an event says in these tests: `fire a` is a signal about the key `a`, `fire a critical shop` says its severity and its
 * project, `fire a, resolve b` are two signals, `throw` cannot be read, and anything else means nothing. Its place is its arrival.
 */
export function read(event: OutboxEvent): Reading {
  const text = new TextDecoder().decode(event.payload)
  if (text === 'throw') throw new Error('cannot be read')
  const signals = text.split(', ').flatMap((part) => {
    const [word, dedupKey, level, slug] = part.split(' ')
    const kind = signalKinds.find((known) => known === word)
    if (kind === undefined || dedupKey === undefined) return []
    const severity = severities.find((known) => known === level) ?? 'error'
    const project = slug === undefined ? null : { slug, name: slug }
    const content = { severity, project }
    return [aSignal(kind, event.arrival, { dedupKey, said: `It said ${part}`, content })]
  })
  return signals.length === 0 ? { ignored: `Nothing follows from "${text}".` } : { signals }
}

export function aToken(name: string, createdAt = 1): NewToken {
  return { hash: `hash of ${name}`, hint: name.slice(-4), createdAt }
}

export function anEvent(
  integrationId: string,
  { text = 'hello', ...fields }: Partial<NewEvent> & { text?: string } = {},
): NewEvent {
  return {
    integrationId,
    receivedAt: 1,
    resource: 'issue',
    action: 'created',
    headers: { 'content-type': 'application/json' },
    payload: new TextEncoder().encode(text),
    replayKey: null,
    ...fields,
  }
}

/** The code with which it fails, for tests of what is refused. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`
  }
  return 'no error'
}

/** All pages of a list, each as the ids on it. */
export async function pagesOf(
  list: (page: Page) => Promise<Found<{ id: string }>>,
  limit: number,
): Promise<string[][]> {
  const pages: string[][] = []
  let after: string | undefined
  while (pages.length < 100) {
    const { items, next } = await list(after === undefined ? { limit } : { limit, after })
    if (items.length > 0) pages.push(items.map(({ id }) => id))
    if (next === null) return pages
    after = next
  }
  throw new Error('the pages do not end')
}

/** Ids that cannot be of anything: unknown, and of a wrong form. */
export const unknownIds = [
  '999999',
  '0',
  '-1',
  '1.5',
  'abc',
  '',
  ' 1',
  "1' or '1'='1",
  '9'.repeat(40),
]
