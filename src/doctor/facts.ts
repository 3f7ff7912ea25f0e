/** What was found out about an installation. Times are Unix ms, sizes bytes; null is what could not be found out. */
export interface Facts {
  now: number
  /** Of this program. */
  version: string
  /** The user who asks. */
  user: { id: number | null; name: string }
  settings: SettingsFacts
  files: FilesFacts
  database: DatabaseFacts
  server: ServerFacts
  machine: MachineFacts
  backups: BackupsFacts
  /** null: the database could not be read. */
  work: WorkFacts | null
}

export interface SettingsFacts {
  /** What is said of the file and the variables though they can be read. */
  warnings: readonly string[]
  publicUrl: string | null
  basePath: string
  trustedProxies: readonly string[]
  backupEvery: number | null
  /** Whether the key of secrets comes from the configuration; else it is a file of the data directory. */
  isKeyConfigured: boolean
}

export interface FilesFacts {
  dataDir: string
  /** null: it is not there. */
  dir: FileFacts | null
  isWritable: boolean
  /** What is in it; folders and what is in them, too. */
  files: readonly FileFacts[]
  /** The kind of its file system, such as ext4. */
  fileSystem: string | null
  isContainer: boolean
}

export interface FileFacts {
  /** Seen from the data directory. */
  name: string
  mode: number
  owner: number
  size: number
  changedAt: number
  isFolder: boolean
}

export interface DatabaseFacts {
  isThere: boolean
  /** Why it cannot be opened, or null. */
  fault: string | null
  /** Of `quick_check`, or of `integrity_check` and `foreign_key_check`: what is wrong. null: not looked at. */
  damage: readonly string[] | null
  isFullCheck: boolean
  history: 'same' | 'older' | 'newer or another' | null
  size: number
  logSize: number
  freeBytes: number
  /** The newest moment that stands in it. */
  newestAt: number | null
}

export interface ServerFacts {
  /** The process that holds the data directory; null: none does, unknown: one of another container or system. */
  process: number | 'unknown' | null
  /** Whether the file with its address is there, as it is while a server runs. */
  isRecorded: boolean
  url: string
  /** null: it does not answer. */
  answer: ServerAnswer | null
  /** Whether the file of its program was replaced since it started. */
  isReplaced: boolean
}

export interface ServerAnswer {
  isReady: boolean
  /** Why the parts that fail do. */
  reasons: readonly string[]
  version: string | null
  /** Its clock, and ours when it answered. */
  date: { its: number; ours: number } | null
}

export interface MachineFacts {
  disk: { freeBytes: number; freeFiles: number | null } | null
  /** Of the process of the server, or else of this one. */
  openFiles: { limit: number; used: number | null } | null
  memory: { limit: number; used: number | null; kills: number } | null
}

export interface BackupsFacts {
  dir: string
  /** Newest first; those that are whole. */
  files: readonly { name: string; size: number; changedAt: number }[]
}

export interface WorkFacts {
  integrations: number
  pending: number
  oldestPendingAt: number | null
  dead: number
  /** Of what was accepted. */
  accepted: number
  channels: readonly ChannelFacts[]
  /** Those that are watched and too quiet, by name, and since when. */
  silent: readonly { name: string; lastSeenAt: number }[]
  /** Titles of what Navish tells of itself. */
  alarms: readonly string[]
  needsAdmin: boolean
}

export interface ChannelFacts {
  name: string
  isEnabled: boolean
  pending: number
  dead: number
  failingSince: number | null
  lastFailure: string | null
  /** Why its secrets do not open, or null. */
  sealFault: string | null
}
