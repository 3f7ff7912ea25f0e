/** One thing that can be set. Its name gives its flag (`--data-dir`), its variable (`NAVISH_DATA_DIR`) and its key in the file (`dataDir`). */
export interface Definition<T> {
  /** What it takes, for the help text. */
  value: string
  doc: string
  /** The default in words; empty: none. */
  byDefault: string
  default: T
  /** What somebody may set it to, as it would stand in the file. */
  example: string
  /** Shown masked. It may also come from a file, named by the variable with `_FILE` behind it, or from a credential of systemd. */
  secret?: true
  /** Further variables, for when its own is not set. */
  also?: readonly string[]
  /** The variable in which systemd says it; it counts after all others. */
  systemd?: string
  /** How somebody would say a value, where that is not the value itself. */
  say?(value: T): string
  /** The value that a text means; throws an Error whose message says what is expected. */
  read(text: string): T
}

/** A setting with all its names. */
export interface Named<T> extends Definition<T> {
  flag: string
  /** Of the variables the first that is set counts. */
  env: readonly string[]
  /** What a credential of systemd is called that has it; null: it is no secret. */
  credential: string | null
}

/** Infers what a setting is from what its default and its reading give. */
export function setting<T>(definition: Definition<T>): Definition<T> {
  return definition
}

export function named<T>(name: string, definition: Definition<T>): Named<T> {
  const kebab = kebabOf(name)
  return {
    ...definition,
    flag: `--${kebab}`,
    env: [variableOf(name), ...(definition.also ?? [])],
    credential: definition.secret === true ? kebab : null,
  }
}

/** `dataDir` → `data-dir` */
export function kebabOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** `dataDir` → `NAVISH_DATA_DIR` */
export function variableOf(name: string): string {
  return `NAVISH_${kebabOf(name).replaceAll('-', '_').toUpperCase()}`
}
