import type { Command } from 'commander'
import { createProgram } from '../cli/program.ts'

/** The program as it is typed, of which nothing is run: for those who only want to look at it. */
export function programFor(out: (text: string) => void): Command {
  return createProgram({
    terminal: { out, err: out },
    keyboard: {
      isTerminal: false,
      line: () => Promise.resolve(null),
      all: () => Promise.resolve(null),
      hidden: () => Promise.resolve(''),
    },
    env: {},
    clock: () => 0,
    user: 'nobody',
    isTerminal: false,
    written: () => Promise.resolve(true),
    pause: () => Promise.resolve(),
    untilStopped: () => Promise.resolve(),
  })
}
