/** So many readers in one go, 10 µs each; then requests have their turn. */
const slice = 25

/** Does something to each, one after another, without holding up everything else. */
export async function inSlices<T>(
  all: readonly T[],
  each: (one: T) => void | Promise<void>,
): Promise<void> {
  for (const [index, one] of all.entries()) {
    if (index > 0 && index % slice === 0) await new Promise(setImmediate)
    await each(one)
  }
}
