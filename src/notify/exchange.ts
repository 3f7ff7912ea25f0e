import { systemClock } from '../clock.ts'
import { cleanLine } from '../core/text.ts'
import { OutboundError, type Outbound, type OutboundRequest } from '../outbound/outbound.ts'
import type { Sent } from './notifier.ts'
import { hidden, jsonOf, meaningOf, membersOf, unansweredOf } from './reply.ts'

/** One request, as JSON. */
export interface Asked {
  /** The other side by name, for the sentence that a person reads. */
  name: string
  method?: OutboundRequest['method']
  url: string
  headers?: Readonly<Record<string, string>>
  /** A text is JSON already, and is sent as it is; left out: there is none. */
  body?: object | string | undefined
  /** What is taken out of the answer before it is kept. */
  secrets: readonly string[]
  /** ms for all of it; left out: as `Outbound` has it. */
  timeoutMs?: number
}

/** What came back: what the status means, and what the body says beyond it. */
export interface Exchanged {
  sent: Sent
  /** The JSON that was answered; null when it was none. */
  answer: unknown
  /** The members of it; none when it is no object. */
  body: Record<string, unknown>
  /** A text of the body as it may be shown: one line without secrets; null when there is none of this name. */
  said(name: string): string | null
}

/** Makes one request. Whatever the network does becomes a result: nothing of it is thrown. */
export async function exchange(outbound: Outbound, asked: Asked): Promise<Exchanged> {
  const { name, method = 'POST', url, headers, body, secrets, timeoutMs } = asked
  try {
    const reply = await outbound.request({
      method,
      url,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    })
    const answer = jsonOf(reply.body)
    const members = membersOf(answer)
    return {
      sent: meaningOf(reply, { name, secrets, now: systemClock() }),
      answer,
      body: members,
      said(member) {
        const text = members[member]
        return typeof text === 'string' ? cleanLine(hidden(text, secrets), 200) : null
      },
    }
  } catch (error) {
    if (error instanceof OutboundError)
      return { sent: unansweredOf(error), answer: null, body: {}, said: () => null }
    throw error
  }
}
