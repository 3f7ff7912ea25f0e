import { signal } from '@preact/signals'
import type { AlertView } from '../../contract/alerts.ts'
import type { EventCountsView } from '../../contract/events.ts'
import type { IntegrationView } from '../../contract/integrations.ts'
import { base } from '../base.ts'
import { noteServerTime, timeNow } from '../clock.ts'
import { askWho } from '../session.ts'
import type { Frame } from './frames.ts'
import { createSharedStream, type Locks } from './shared-stream.ts'
import type { Connection } from './stream.ts'

/** What is told live, by name. */
export interface News {
  alert: AlertView
  integration: IntegrationView
  deleted: { kind: string; id: string }
  events: EventCountsView
  /** Everything may be different: ask anew. */
  reload: unknown
}

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

const stream = createSharedStream({
  url: `${base}v1/stream`,
  locks: (navigator as { locks?: Locks }).locks,
  onFrame: take,
  onConnection(next) {
    connection.value = next
  },
  onRefused: () => void askWho(),
  serverTime: () => new Date(timeNow()).toISOString(),
})

/** Begins to follow, or tries again at once. */
export function follow(): void {
  stream.open()
}

/** Stops following. */
export function stopFollowing(): void {
  stream.close()
  connection.value = { state: 'connecting' }
}

function take({ event, data }: Frame): void {
  if (event === 'ready') {
    connection.value = { state: 'live' }
    const { at } = JSON.parse(data) as { at: string }
    noteServerTime(at)
  } else if (isNews(event)) {
    tell(event, JSON.parse(data) as never)
  }
}

const names: ReadonlySet<string> = new Set<keyof News>([
  'alert',
  'integration',
  'deleted',
  'events',
  'reload',
])
const isNews = (name: string): name is keyof News => names.has(name)

/** Somebody looks again, or the network is back: no need to wait. */
function tryNow(): void {
  if (connection.value.state === 'lost' && document.visibilityState === 'visible') follow()
}
window.addEventListener('online', tryNow)
document.addEventListener('visibilitychange', tryNow)
