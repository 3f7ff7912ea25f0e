/** A backup in the folder of those that Navish names itself. */
export interface NamedBackup {
  name: string
  /** Unix ms; a whole second. */
  at: number
  encrypted: boolean
}

/** `navish-20261128T233500Z.db`, with `.age` behind it when it is encrypted. */
export function backupName(at: number, encrypted: boolean): string {
  return `navish-${backupTime(at)}.db${encrypted ? '.age' : ''}`
}

/** `20261128T233500Z`: it sorts, and no file system minds it. */
export function backupTime(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
}

/** What a name says; null: it is not one that we give, so the file is somebody else's. */
export function readBackupName(name: string): NamedBackup | null {
  const [, year, month, day, hour, minute, second, age] =
    /^navish-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db(\.age)?$/.exec(name) ?? []
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  const encrypted = age !== undefined
  // The name of 31 February is nobody's.
  if (Number.isNaN(at) || backupName(at, encrypted) !== name) return null
  return { name, at, encrypted }
}

/**
 * Those that make room for newer ones: all but the newest `keep`. One from the future was made while the clock was wrong, and must neither
 * keep its place from the others nor count as the newest.
 */
export function superfluous(
  backups: readonly NamedBackup[],
  keep: number,
  now: number,
): NamedBackup[] {
  const age = ({ at }: NamedBackup) => (at > now ? Number.POSITIVE_INFINITY : now - at)
  return backups.toSorted((a, b) => age(a) - age(b) || b.at - a.at).slice(keep)
}

/** When the newest one was made, as far as that can be; null: there is none. */
export function newestAt(backups: readonly NamedBackup[], now: number): number | null {
  const times = backups.map(({ at }) => at).filter((at) => at <= now)
  return times.length === 0 ? null : Math.max(...times)
}
