export function NewIntegration(_: { id?: string; part?: string }) {
  return <p>{'NewIntegration'}</p>
}
