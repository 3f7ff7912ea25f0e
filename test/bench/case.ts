import type { Machine } from './machine.ts'
import type { Settings } from './settings.ts'
import type { Workspace } from './workspace.ts'

/** What a case has to work with. */
export interface Bench {
  settings: Settings
  machine: Machine
  workspace: Workspace
  /** Path of the binary that is measured. */
  binary: string
  /** Tells a person what goes on. */
  tell(text: string): void
}

export interface Result {
  name: string
  /** What was done, in one sentence. */
  what: string
  target: string
  /** The numbers that the target speaks of, in one line. */
  told: string
  /** Everything that was measured; a name says its unit. */
  measured: Record<string, number>
  reached: boolean
}

/** Throws when something broke: a request refused or failed, an event lost. To be slow is no failure. */
export type Case = (bench: Bench) => Promise<Result>
