import { AppError } from '../errors.ts'
import type { Context } from './context.ts'

/** That the process was asked to end, such as by Ctrl-C, while a command changes files: it ends between two steps, and tidies up. */
export interface Interruption {
  /** Resolves when it was. */
  asked: Promise<void>
  /** Throws `failed` once it was. */
  mustGoOn(): void
}

/** @param outcome what is so then, as a sentence goes on */
export function interruptionOf({ untilStopped }: Context, outcome: string): Interruption {
  let isAsked = false
  const asked = untilStopped()
  void asked.then(() => (isAsked = true))
  return {
    asked,
    mustGoOn() {
      if (isAsked) throw new AppError('failed', `Interrupted; ${outcome}.`)
    },
  }
}
