/** Takes as much room as so many lines will, while they are on their way. */
export function Wait({ lines = 3 }: { lines?: number }) {
  return (
    <div class="wait" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} />
      ))}
    </div>
  )
}
