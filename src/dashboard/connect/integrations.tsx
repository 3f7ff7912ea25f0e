export function Integrations(_: { id?: string; part?: string }) {
  return <p>{'Integrations'}</p>
}
