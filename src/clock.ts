/** The time, Unix ms. Passed in everywhere, so that tests hold it in their hand. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

/** Ms since some moment: for lengths of time, because the system's time can jump. */
export const monotonic: Clock = () => performance.now()
