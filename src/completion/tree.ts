/** A command, its verbs and its options, as a shell may offer them. */
export interface Offer {
  /** The words after `navish`; none for the program itself. */
  path: readonly string[]
  subcommands: readonly Named[]
  options: readonly OfferedOption[]
  /** What its first argument may be. */
  argument: Values
}

export interface Named {
  name: string
  description: string
}

export interface OfferedOption {
  /** Such as `-o` and `--output`. */
  flags: readonly string[]
  description: string
  /** What follows it; null: nothing does. */
  takes: Values | null
}

/** Some words, the name of a file, or something that a shell cannot know. */
export type Values = readonly string[] | 'file' | 'anything'

/** Every flag after which a value follows, whatever the command: the word behind it is no verb. */
export function flagsWithValue(offers: readonly Offer[]): string[] {
  const flags = offers.flatMap(({ options }) =>
    options.filter(({ takes }) => takes !== null).flatMap((option) => option.flags),
  )
  return [...new Set(flags)].toSorted()
}

/** Where there are verbs below, and what they are called: `alert list`. */
export function paths(offers: readonly Offer[]): string[] {
  return offers.map(({ path }) => path.join(' ')).filter((path) => path !== '')
}
