/** A machine that a release is for. */
export interface Target {
  /** Of the file: `navish-linux-x64`. */
  name: string
  /** What Bun calls it (`bun build --target`). */
  bun: string
  /** What Debian calls its processor; null: no package is made for it. */
  debian: string | null
}

/**
 * Every machine that a release is for. There is no separate one for old processors: since 1.4 Bun's `-baseline` is the same program as the
 * plain one, which runs from SSE4.2 (2008) on.
 */
export const targets: readonly Target[] = [
  { name: 'navish-linux-x64', bun: 'bun-linux-x64', debian: 'amd64' },
  { name: 'navish-linux-arm64', bun: 'bun-linux-arm64', debian: 'arm64' },
  { name: 'navish-linux-x64-musl', bun: 'bun-linux-x64-musl', debian: null },
  { name: 'navish-linux-arm64-musl', bun: 'bun-linux-arm64-musl', debian: null },
  { name: 'navish-macos-x64', bun: 'bun-darwin-x64', debian: null },
  { name: 'navish-macos-arm64', bun: 'bun-darwin-arm64', debian: null },
  { name: 'navish-windows-x64.exe', bun: 'bun-windows-x64', debian: null },
]

/** The targets that a word of the command line means: their name, or the part of it behind `navish-`. Throws when it means none. */
export function targetsCalled(words: readonly string[]): readonly Target[] {
  if (words.length === 0) return targets
  return words.map((word) => {
    const found = targets.find(({ name }) => word === name || word === shortOf(name))
    if (found === undefined) {
      const known = targets.map(({ name }) => shortOf(name)).join(', ')
      throw new Error(`there is no target "${word}"; there are ${known}`)
    }
    return found
  })
}

function shortOf(name: string): string {
  return name.replace(/^navish-/, '').replace(/\.exe$/, '')
}
