import type { DrainReport } from '../../src/store/store.ts'

/** Of a batch in which nothing was to be taken. */
export const emptyReport: DrainReport = {
  processed: [],
  failed: [],
  unreadable: [],
  more: false,
  nextRunAt: null,
}
