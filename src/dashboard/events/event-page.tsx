export function EventPage(_: { id?: string; part?: string }) {
  return <p>{'EventPage'}</p>
}
