import type { Clock } from '../clock.ts'
import { readConfig, type Config, type Environment, type Flags, type Sources } from '../config.ts'
import type { Keyboard, Terminal } from './terminal.ts'

/** What every command gets: the world outside, replaceable in tests. */
export interface Context {
  terminal: Terminal
  keyboard: Keyboard
  env: Environment
  clock: Clock
  /** The person at the keyboard. */
  user: string
  isTerminal: boolean
  /** Lets time pass, ms. */
  pause(ms: number): Promise<void>
  /** Resolves when the process is asked to end. */
  untilStopped: () => Promise<void>
}

export function configOf(context: Context, flags: Flags): { config: Config; sources: Sources } {
  return readConfig(flags, context.env)
}
