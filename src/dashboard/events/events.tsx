export function Events(_: { id?: string; part?: string }) {
  return <p>{'Events'}</p>
}
