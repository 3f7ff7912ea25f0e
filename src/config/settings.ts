import { named, type Definition, type Named } from './setting.ts'
import { serverSettings } from './server-settings.ts'
import { signInSettings } from './sign-in-settings.ts'
import { backupSettings, retentionSettings, storageSettings } from './storage-settings.ts'
import { tellingSettings } from './telling-settings.ts'
import { watchingSettings } from './watching-settings.ts'

/** The settings by what they are about, in the order in which they are shown. */
export const settingGroups = [
  { title: 'Where everything is kept', settings: storageSettings },
  { title: 'Where it listens, and how it is reached', settings: serverSettings },
  { title: 'Who is let in, besides by a password', settings: signInSettings },
  { title: 'How people are told', settings: tellingSettings },
  { title: 'How long and how much is kept', settings: retentionSettings },
  { title: 'Backups', settings: backupSettings },
  { title: 'What it says of itself', settings: watchingSettings },
] as const

const definitions = {
  ...storageSettings,
  ...serverSettings,
  ...signInSettings,
  ...tellingSettings,
  ...retentionSettings,
  ...backupSettings,
  ...watchingSettings,
}

type Definitions = typeof definitions
export type Setting = keyof Definitions
type ValueOf<D> = D extends Definition<infer T> ? T : never
/** What is set, by setting. */
export type Config = { [S in Setting]: ValueOf<Definitions[S]> }

export const settingNames = Object.keys(definitions) as Setting[]

/** Every setting: its names, its default, and what it means. */
export const settings = Object.fromEntries(
  settingNames.map((name) => [name, named(name, definitions[name] as Definition<unknown>)]),
) as { [S in Setting]: Named<Config[S]> }
