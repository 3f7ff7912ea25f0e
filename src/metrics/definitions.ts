import { eventMetrics } from './event-metrics.ts'
import { serverMetrics } from './server-metrics.ts'
import { tellingMetrics } from './telling-metrics.ts'
import { webhookMetrics } from './webhook-metrics.ts'

export type { Definition } from './definition.ts'

/** Everything that is told, in the order in which it is. The page docs/reference/metrics.md is made of it. */
export const definitions = {
  ...webhookMetrics,
  ...eventMetrics,
  ...tellingMetrics,
  ...serverMetrics,
} as const

export type MetricName = keyof typeof definitions
