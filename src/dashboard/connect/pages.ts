// What is loaded as one.
export { IntegrationPage } from './integration-page.tsx'
export { Integrations } from './integrations.tsx'
export { NewIntegration } from './new-integration.tsx'
