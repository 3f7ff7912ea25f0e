import { signal } from '@preact/signals'
import type { AlertView } from '../../contract/alerts.ts'
import type { EventCountsView } from '../../contract/events.ts'
import type { IntegrationView } from '../../contract/integrations.ts'
import { base } from '../base.ts'
import { createFrameReader, type Frame } from './frames.ts'

/** What is told live, by name. */
export interface News {
  alert: AlertView
  integration: IntegrationView
  deleted: { kind: string; id: string }
  events: EventCountsView
  /** Everything may be different: ask anew. Also after a connection was lost for long. */
  reload: unknown
}

export type Connection =
  | { state: 'connecting' }
  | { state: 'live' }
  /** `retryAt`: Unix ms. */
  | { state: 'lost'; retryAt: number }
  /** The session has ended. */
  | { state: 'refused' }

export const connection = signal<Connection>({ state: 'connecting' })

type Hear = <Name extends keyof News>(name: Name, told: News[Name]) => void

const hearers = new Set<Hear>()

/** Calls `hear` with everything that is told from now on, until what it gives back is called. */
export function onNews(hear: Hear): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

export function tell<Name extends keyof News>(name: Name, told: News[Name]): void {
  for (const hear of hearers) hear(name, told)
}

/** Three heartbeats of the server, ms: after so long without a byte the connection is taken for dead. */
const patience = 40_000
/** ms before it is tried again: the first time, and at most. */
const pause = { first: 1_000, most: 15_000 }

let lastId: string | null = null
let current: AbortController | null = null
let retry: ReturnType<typeof setTimeout> | undefined
let failures = 0

/** Begins to follow, or tries again at once. */
export function follow(): void {
  clearTimeout(retry)
  current?.abort()
  current = new AbortController()
  void read(current)
}

/** Stops following. */
export function stopFollowing(): void {
  clearTimeout(retry)
  current?.abort()
  current = null
  lastId = null
  failures = 0
  connection.value = { state: 'connecting' }
}

async function read(control: AbortController): Promise<void> {
  const isOver = () => control !== current
  let watchdog = setTimeout(() => control.abort(), patience)
  try {
    const resume = lastId === null ? '' : `?lastEventId=${encodeURIComponent(lastId)}`
    const response = await fetch(`${base}v1/stream${resume}`, {
      headers: { accept: 'text/event-stream' },
      signal: control.signal,
    })
    if (isOver()) return
    if (response.status === 401 || response.status === 403) {
      connection.value = { state: 'refused' }
      return
    }
    if (response.status !== 200 || response.body === null) throw new Error('no stream')
    const frames = createFrameReader()
    const text = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await text.read()
      if (isOver()) return
      if (done) break
      clearTimeout(watchdog)
      watchdog = setTimeout(() => control.abort(), patience)
      for (const frame of frames.push(value)) take(frame)
    }
  } catch {
    // Whatever broke it: it is tried again.
  } finally {
    clearTimeout(watchdog)
  }
  if (!isOver()) tryAgain()
}

function take({ event, data, id }: Frame): void {
  if (id !== null) lastId = id
  if (event === 'ready') {
    failures = 0
    connection.value = { state: 'live' }
    return
  }
  if (isNews(event)) tell(event, JSON.parse(data) as never)
}

const names: ReadonlySet<string> = new Set<keyof News>([
  'alert',
  'integration',
  'deleted',
  'events',
  'reload',
])
const isNews = (name: string): name is keyof News => names.has(name)

function tryAgain(): void {
  const wait = Math.min(pause.most, pause.first * 2 ** failures) * (0.75 + Math.random() / 2)
  failures += 1
  connection.value = { state: 'lost', retryAt: Date.now() + wait }
  retry = setTimeout(follow, wait)
}

/** Somebody looks again, or the network is back: no need to wait. */
function tryNow(): void {
  if (connection.value.state === 'lost' && document.visibilityState === 'visible') follow()
}
window.addEventListener('online', tryNow)
document.addEventListener('visibilitychange', tryNow)
