import type { Static, TObject } from '@sinclair/typebox'
import type { Digest, Notice } from '../core/notice.ts'
import type { Outbound } from '../outbound/outbound.ts'

/** What a channel was, which shapes its message for it. One file for each kind, in `kinds/`. */
export interface Notifier<S extends TObject = TObject> {
  /** What people set, by TypeBox with a description for each field. A field with `secret: true` is kept encrypted and never given out. */
  settings: S
  /** Whether many notices can be told as one. Those that keep a state for each alert want each. */
  digests: boolean
  /** Whether the other side knows an attempt that it has seen already, by `sending.key`: then it is never told twice. */
  isIdempotent: boolean
  /** Tells one thing, once. Never throws for what the network or the other side does. */
  send(sending: Sending<Static<S>>): Promise<Sent>
}

export interface Sending<Settings> {
  settings: Settings
  notice: Notice | { digest: Digest }
  /** Where the alert (of a digest: the list of alerts) is shown here, under the public URL. */
  pageUrl: string
  /** The same for each attempt of this delivery, different for each other: opaque, at most 64 letters, digits and `-`. */
  key: string
  /** What `Sent.thread` was for the first message about the same alert on this channel; null when there is none. */
  thread: string | null
  outbound: Outbound
}

/** What came of one attempt. */
export type Sent = SentFacts &
  (
    | {
        result: 'sent'
        /** What finds this message again, so that what follows can change or answer it; JSON. Left out: nothing does. */
        thread?: string
      }
    | {
        /** It may work later. */
        result: 'retry'
        /** In one sentence, for a person. */
        why: string
        /** ms that the other side asked to be left alone for; null: it did not say. */
        afterMs: number | null
      }
    | {
        /** It will never work like this: settings or message must change. */
        result: 'refused'
        why: string
      }
  )

export interface SentFacts {
  /** HTTP or SMTP status; null: there was no answer. */
  status: number | null
  /** The beginning of the answer as text, 1,000 characters at most, without secrets. */
  reply: string
}
