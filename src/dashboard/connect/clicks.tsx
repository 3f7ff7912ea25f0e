export function SentrySteps() {
  return <p />
}
