import { randomUUID } from 'node:crypto'
import type { TestView } from '../contract/integrations.ts'
import type { Severity } from '../core/severity.ts'
import { AppError } from '../errors.ts'
import { sampleWebhook } from '../sentry/sample.ts'
import type { EventDetail, Sender } from '../store/store.ts'
import { alertView, eventView } from '../views.ts'
import type { Scope } from './calls.ts'

/** Receives a request as if it had come from a sender: everything is checked, and it is on disk when it resolves. @returns the id of the event */
export type Deliver = (request: Request, sender: Sender) => Promise<string>

/** The longest (ms) that is waited until the drain has taken a sample up, and how often it is looked for. */
const patience = 5_000
const lookEvery = 20

/** Sends a sample through the whole way, and says what became of it. */
export function createSample({ store, clock, deliver, pause, onChanged }: Scope) {
  async function send(sender: Sender, severity: Severity, resolve: boolean): Promise<string> {
    const { headers, body } = sampleWebhook({
      severity,
      resolve,
      now: clock(),
      requestId: randomUUID(),
      clientSecret: sender.secrets[0] ?? null,
    })
    const request = new Request('http://navish.invalid/', { method: 'POST', headers, body })
    return deliver(request, sender)
  }

  async function takenUp(eventId: string): Promise<EventDetail> {
    for (let waited = 0; ; waited += lookEvery) {
      const event = await store.showEvent(eventId)
      if (event.state !== 'pending' || waited >= patience) return event
      await pause(lookEvery)
    }
  }

  return async (id: string, severity: Severity, resolve: boolean): Promise<TestView> => {
    const { name } = await store.showIntegration(id)
    const sender = await store.senderOf(id, clock())
    if (sender === undefined) {
      throw new AppError('conflict', `Integration ${id} (${name}) is revoked: it takes nothing.`)
    }
    const event = await takenUp(await send(sender, severity, resolve))
    onChanged()
    const { alertId } = event
    const alert = alertId === null ? null : await store.showAlert(alertId, 1)
    return {
      event: eventView(event),
      alert: alert && alertView(alert, clock()),
      processed: event.state !== 'pending',
    }
  }
}
