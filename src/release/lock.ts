import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

/** A package that the program is made of. */
export interface Locked {
  name: string
  version: string
  /** Of what the registry gave, as `sha512-…` (Subresource Integrity). */
  integrity: string
  /** As its author writes it: an SPDX id or expression, or words. */
  license: string | null
}

type Entry = [id: string, registry: string, facts: { dependencies?: Names }, integrity: string]
type Names = Record<string, string>

/**
 * What `bun.lock` (version 1) has of the dependencies of the program, and of theirs; what only builds and tests is not in it. A package
 * stands there under its name, or under `parent/name` where the parent has a version of its own.
 */
export function readLocked(): Locked[] {
  const lock = Bun.JSONC.parse(readFileSync(join(root, 'bun.lock'), 'utf8')) as {
    workspaces: Record<string, { dependencies?: Names }>
    packages: Record<string, Entry>
  }
  const { packages } = lock
  const places = new Set<string>()

  function add(place: string): void {
    if (places.has(place)) return
    places.add(place)
    const [, , { dependencies = {} }] = packages[place] ?? missing(place)
    for (const name of Object.keys(dependencies)) add(placeOf(name, place))
  }

  /** Where a package finds another: the nearest counts. */
  function placeOf(name: string, from: string): string {
    const nested = `${from}/${name}`
    return nested in packages ? nested : name
  }

  for (const name of Object.keys(lock.workspaces['']?.dependencies ?? {})) add(name)
  return [...places].toSorted().map((place) => {
    const [id, , , integrity] = packages[place] ?? missing(place)
    const at = id.lastIndexOf('@')
    return {
      name: id.slice(0, at),
      version: id.slice(at + 1),
      integrity,
      license: licenseOf(place),
    }
  })
}

function missing(place: string): never {
  throw new Error(`bun.lock has no package "${place}"`)
}

/** `a/b` is `node_modules/a/node_modules/b`; a name with a scope has a slash of its own. */
function licenseOf(place: string): string | null {
  const names = place.match(/(?:@[^/]+\/)?[^/]+/g) ?? []
  const file = join(root, ...names.flatMap((name) => ['node_modules', name]), 'package.json')
  const { license } = JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown }
  return typeof license === 'string' ? license : null
}
