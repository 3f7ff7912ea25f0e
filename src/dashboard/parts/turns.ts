/** Does work in its turn. What waits already under the same name is not asked for twice: one answer is enough for all who want it. */
export type Turns = (name: string, work: () => Promise<void>) => Promise<void>

/** One thing after the other: an answer is never overtaken by one that was asked for later, and never thrown away for it. */
export function createTurns(): Turns {
  const waiting = new Map<string, Promise<void>>()
  let last = Promise.resolve()
  return (name, work) => {
    const known = waiting.get(name)
    if (known !== undefined) return known
    const mine = last.then(() => {
      waiting.delete(name)
      return work()
    })
    waiting.set(name, mine)
    last = mine.catch(() => {})
    return mine
  }
}
