import type { Clock } from '../clock.ts'
import { readConfig, type Environment, type Reading } from '../config/config.ts'
import { readConfigFile, type ConfigFile } from '../config/file.ts'
import type { CommandFlags } from './server.ts'
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
  /** Waits until what was printed as data has left the process. @returns false when nobody reads it any more */
  written(): Promise<boolean>
  /** Lets time pass, ms. */
  pause(ms: number): Promise<void>
  /** Resolves when the process is asked to end. */
  untilStopped: () => Promise<void>
}

/** The settings in force. Throws `configuration`. */
export async function configOf(
  { env }: Context,
  flags: CommandFlags,
): Promise<Reading & { file: ConfigFile | null }> {
  const file = await readConfigFile(flags.config, env)
  return { ...readConfig(flags, env, file), file }
}
