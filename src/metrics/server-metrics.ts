import { quick, type Definition } from './definition.ts'

/** The server itself, and what it stands on. */
export const serverMetrics = {
  apiRequests: {
    name: 'navish_api_requests_total',
    kind: 'counter',
    help: 'Requests to the API, by the pattern of their path and their status.',
    labels: ['method', 'route', 'status'],
  },
  apiSeconds: {
    name: 'navish_api_request_duration_seconds',
    kind: 'histogram',
    help: 'How long a request to the API took; of a stream, until it began.',
    labels: [],
    buckets: quick,
  },
  readers: {
    name: 'navish_stream_readers',
    kind: 'gauge',
    help: 'Who follow changes live now: open dashboards, mostly.',
    labels: [],
  },
  databaseSize: {
    name: 'navish_database_size_bytes',
    kind: 'gauge',
    help: 'Size of the database, without its write-ahead log.',
    labels: [],
  },
  databaseLog: {
    name: 'navish_database_wal_size_bytes',
    kind: 'gauge',
    help: 'Size of the write-ahead log. It is used again and again, and mostly stays under 72 MB.',
    labels: [],
  },
  databaseFree: {
    name: 'navish_database_free_bytes',
    kind: 'gauge',
    help: 'What in the database holds nothing and will be used again before it grows.',
    labels: [],
  },
  diskFree: {
    name: 'navish_disk_free_bytes',
    kind: 'gauge',
    help: 'What is free where the data directory is. Below 64 MiB /readyz fails.',
    labels: [],
  },
  diskSize: {
    name: 'navish_disk_size_bytes',
    kind: 'gauge',
    help: 'Size of the file system of the data directory.',
    labels: [],
  },
  backupLast: {
    name: 'navish_backup_last_timestamp_seconds',
    kind: 'gauge',
    help: 'When the newest good backup was made, Unix time; missing when there is none, or when none are made by themselves.',
    labels: [],
  },
  backupAge: {
    name: 'navish_backup_age_seconds',
    kind: 'gauge',
    help: 'How old the newest good backup is; without one, for how long one has been waited for. Missing when none are made by themselves.',
    labels: [],
  },
  backupInterval: {
    name: 'navish_backup_interval_seconds',
    kind: 'gauge',
    help: 'How often a backup is made (backupEvery). Missing when none are made by themselves.',
    labels: [],
  },
  backupFailing: {
    name: 'navish_backup_failing',
    kind: 'gauge',
    help: '1 when the last backup failed, else 0. Missing when none are made by themselves.',
    labels: [],
  },
  loopLag: {
    name: 'navish_event_loop_lag_seconds',
    kind: 'histogram',
    help: 'By how much a timer of half a second was late: for so long everything waited.',
    labels: [],
    buckets: quick,
  },
  scrapeSeconds: {
    name: 'navish_scrape_duration_seconds',
    kind: 'gauge',
    help: 'How long it took to gather this.',
    labels: [],
  },
  build: {
    name: 'navish_build_info',
    kind: 'gauge',
    help: 'Always 1; the labels say what runs.',
    labels: ['version', 'commit', 'bun'],
  },
  // What every program tells under these names, without a prefix, so that what watches programs finds it.
  started: {
    name: 'process_start_time_seconds',
    kind: 'gauge',
    help: 'When the server was started, Unix time.',
    labels: [],
  },
  cpu: {
    name: 'process_cpu_seconds_total',
    kind: 'counter',
    help: 'Processor time that the server took, its threads together.',
    labels: [],
  },
  memory: {
    name: 'process_resident_memory_bytes',
    kind: 'gauge',
    help: 'Memory of the server that is in RAM.',
    labels: [],
  },
  files: {
    name: 'process_open_fds',
    kind: 'gauge',
    help: 'Files and connections that the server has open.',
    labels: [],
  },
} as const satisfies Record<string, Definition>
