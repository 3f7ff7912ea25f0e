/** Looks at something every so many ms, until what it gives back is called. A look that throws is the last: its process is gone. */
export function sample(everyMs: number, look: () => void): () => void {
  const timer = setInterval(() => {
    try {
      look()
    } catch {
      clearInterval(timer)
    }
  }, everyMs)
  return () => clearInterval(timer)
}
