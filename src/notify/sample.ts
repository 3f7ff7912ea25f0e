import { randomUUID } from 'node:crypto'
import type { Change, Notice } from '../core/notice.ts'
import type { Notifier, Sent } from './notifier.ts'

type AnySending = Parameters<Notifier['send']>[0]

/** To whom a sample is told, and by whom. */
export interface SampleParts extends Pick<AnySending, 'settings' | 'pageUrl' | 'outbound'> {
  by: string
  /** Unix ms. */
  at: number
}

type SampleChange = Extract<Change, 'opened' | 'resolved'>

/**
 * Tells a sample, once and without the queue, to try a channel. What keeps a state for each alert is told that it is over, too: else it
 * would stay open there, and wake somebody up.
 */
export async function tellSample(
  notifier: Pick<Notifier, 'digests' | 'send'>,
  { by, at, ...sending }: SampleParts,
): Promise<Sent> {
  const tell = (change: SampleChange, thread: string | null) =>
    notifier.send({ ...sending, notice: sampleNotice(change, by, at), key: randomUUID(), thread })
  const opened = await tell('opened', null)
  if (opened.result !== 'sent' || notifier.digests) return opened
  return tell('resolved', opened.thread ?? null)
}

/** It says that it is a test, and by whom. */
function sampleNotice(change: SampleChange, by: string, at: number): Notice {
  const isOver = change === 'resolved'
  return {
    change,
    at,
    reason: isOver ? 'The test is over.' : `${by} tries whether this channel works.`,
    alert: {
      id: '0',
      kind: 'issue',
      dedupKey: 'navish-channel-test',
      title: 'A test from Navish: nothing is wrong',
      description: 'Whoever reads this will be told of alerts here.',
      severity: 'info',
      severityBefore: null,
      project: null,
      integration: 'Navish',
      eventCount: 1,
      assignee: null,
      url: null,
      openedAt: at,
      resolvedAt: isOver ? at : null,
      resolvedBy: isOver ? 'user' : null,
    },
  }
}
