export function AlertPage(_: { id?: string; part?: string }) {
  return <p>{'AlertPage'}</p>
}
