export function Settings(_: { id?: string; part?: string }) {
  return <p>{'Settings'}</p>
}
