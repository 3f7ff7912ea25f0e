/** Room for so many bytes at once. Who asks for more than is left waits, in the order of asking. */
export interface Budget {
  /** @returns what gives the room back; to be called once */
  take(bytes: number): Promise<() => void>
}

export function createBudget(total: number): Budget {
  let left = total
  const line: { bytes: number; enter(): void }[] = []

  function admit(): void {
    for (let next = line[0]; next !== undefined && next.bytes <= left; next = line[0]) {
      left -= next.bytes
      line.shift()
      next.enter()
    }
  }

  return {
    take(bytes) {
      // Who needs more than there is at all waits until it is alone.
      const share = Math.min(bytes, total)
      return new Promise((resolve) => {
        const leave = () => {
          left += share
          admit()
        }
        line.push({ bytes: share, enter: () => resolve(leave) })
        admit()
      })
    },
  }
}
