import type { AlertDetailView, AlertView } from '../contract/alerts.ts'
import type { IntegrationView } from '../contract/integrations.ts'

// What commands print as JSON: other programs rely on just these fields.

export function alertJson({ revision: _revision, ...alert }: AlertView) {
  return alert
}

export function alertDetailJson({
  revision: _revision,
  timelineLength: _length,
  ...alert
}: AlertDetailView) {
  return alert
}

export function integrationJson({ revision: _revision, ...integration }: IntegrationView) {
  return integration
}
