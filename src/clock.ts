/** The time, Unix ms. Passed in everywhere, so that tests hold it in their hand. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()
