import type { Case } from './case.ts'
import { api } from './cases/api.ts'
import { backlog } from './cases/backlog.ts'
import { backup } from './cases/backup.ts'
import { burst } from './cases/burst.ts'
import { dashboard } from './cases/dashboard.ts'
import { disk } from './cases/disk.ts'
import { drain } from './cases/drain.ts'
import { intake1k, intake8k } from './cases/intake.ts'
import { one } from './cases/one.ts'
import { start } from './cases/start.ts'
import { stream } from './cases/stream.ts'
import { sustained } from './cases/sustained.ts'
import { told } from './cases/told.ts'
import { visible } from './cases/visible.ts'

/** In the order in which they are run. */
export const cases: Record<string, Case> = {
  'intake-1k': intake1k,
  'intake-8k': intake8k,
  sustained,
  one,
  burst,
  drain,
  visible,
  told,
  stream,
  api,
  dashboard,
  backlog,
  backup,
  start,
  disk,
}
