export function IntegrationPage(_: { id?: string; part?: string }) {
  return <p>{'IntegrationPage'}</p>
}
