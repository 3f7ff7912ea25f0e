/** How long what is replaced still works, in seconds, with words. */
export const overlaps = [
  ['0', 'not at all'],
  ['3600', 'for another hour'],
  ['86400', 'for another day'],
  ['604800', 'for another week'],
] as const
export type Overlap = (typeof overlaps)[number][0]
