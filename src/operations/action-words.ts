import type { Static } from '@sinclair/typebox'
import type { BulkBody, Snoozing } from '../contract/alerts.ts'
import type { Action } from '../core/action.ts'
import { cleanText } from '../core/text.ts'
import { AppError } from '../errors.ts'

/** What is asked for of many alerts at once. Throws `invalid_request` for what the action does not have, or lacks. */
export function actionOf(asked: Static<typeof BulkBody>, now: number): Action {
  mustBelong(asked)
  switch (asked.action) {
    case 'snooze':
      return { kind: 'snooze', until: untilIn(asked, now), reason: reasonIn(asked) }
    case 'resolve':
      return { kind: 'resolve', reason: reasonIn(asked) }
    case 'note':
      if (asked.text === undefined) throw wrong('A note needs its text.')
      return { kind: 'note', text: written(asked.text, 'text', 4000) }
    case 'assign':
      if (asked.assignee === undefined) throw wrong('Say who has it: assignee, null for nobody.')
      return {
        kind: 'assign',
        assignee: asked.assignee === null ? null : written(asked.assignee, 'assignee', 200),
      }
    case 'unsnooze':
      return { kind: 'unsnooze', keepArchived: asked.keepArchived === true }
    case 'acknowledge':
    case 'unacknowledge':
      return { kind: asked.action }
  }
}

/** Which fields each action has. */
const fields: Partial<Record<Action['kind'], readonly string[]>> = {
  snooze: ['until', 'forSeconds', 'untilWorse', 'reason'],
  resolve: ['reason'],
  note: ['text'],
  assign: ['assignee'],
  unsnooze: ['keepArchived'],
}

function mustBelong(asked: Static<typeof BulkBody>): void {
  const known = ['ids', 'revisions', 'action', 'ifMatch', ...(fields[asked.action] ?? [])]
  const strange = Object.keys(asked).find((name) => !known.includes(name))
  if (strange !== undefined) throw wrong(`${strange} has no meaning for ${asked.action}.`)
}

/** Until when to keep quiet. Throws `invalid_request` unless it is said in one way, and lies ahead. */
export function untilIn(asked: Static<typeof Snoozing>, now: number): number | 'worse' {
  const said = [asked.until, asked.forSeconds, asked.untilWorse].filter((one) => one !== undefined)
  if (said.length !== 1) throw wrong('Say one of until, forSeconds and untilWorse.')
  if (asked.untilWorse) return 'worse'
  const until =
    asked.until === undefined ? now + (asked.forSeconds ?? 0) * 1000 : Date.parse(asked.until)
  if (until <= now) throw wrong('That time has passed already.')
  return until
}

/** Why, or null when nothing is said. */
export function reasonIn({ reason }: { reason?: string }): string | null {
  return reason === undefined ? null : cleanText(reason, 1000) || null
}

/** What a person has written, safe to show. Throws `invalid_request` when nothing is left of it. */
export function written(text: string, field: string, most: number): string {
  const clean = cleanText(text, most)
  if (clean === '') throw wrong(`${field} should be a text that can be read.`)
  return clean
}

function wrong(sentence: string): AppError {
  return new AppError('invalid_request', sentence)
}
