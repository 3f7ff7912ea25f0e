/** What it gives, or something else when it may not be looked at: that is told of as a whole. */
export function tried<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}
