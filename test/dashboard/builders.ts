import { alertExample, type AlertView } from '../../src/contract/alerts.ts'

/** An alert as the API shows it, with what a test wants to be different. */
export function aView(fields: Partial<AlertView> = {}): AlertView {
  return { ...alertExample, ...fields }
}
