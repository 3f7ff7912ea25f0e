/** The path under which Navish is: `/`, or what a proxy puts before it. This file is always at `assets/` below it. */
export const base = new URL('../', import.meta.url).pathname
