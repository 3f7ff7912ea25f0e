import type { Config } from './config/config.ts'
import type { Limits } from './core/retention.ts'

/** What is kept, by the settings. */
export function limitsOf(config: Config): Limits {
  return {
    payloads: { age: config.keepPayloads, most: config.maxPayloads },
    events: { age: config.keepEvents, most: config.maxEvents },
    alerts: { age: config.keepAlerts, most: config.maxAlerts },
    deliveries: { age: config.keepDeliveries, most: config.maxDeliveries },
  }
}
