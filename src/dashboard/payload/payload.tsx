/** stub */ export function Payload({ text }: { text: string }) {
  return <pre>{text}</pre>
}
