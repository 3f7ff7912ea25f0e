import { parseArgs } from 'node:util'

export interface Settings {
  only: string[]
  json: string | undefined
  long: boolean
  quick: boolean
  /** So many rounds, unless another number was asked for. */
  rounds(normal: number): number
  /** So many seconds of load, unless another number was asked for. */
  seconds(normal: number): number
  /** How much there is of anything else. */
  amount(normal: number, quick: number): number
}

export const help = (names: string[]) => `Measures Navish on this machine.

usage: bun run bench [options]

  --only NAME,...   only these cases: ${names.join(', ')}
  --rounds N        rounds of each case that has rounds (default 5 where it is compared
                    with the reference, 3 elsewhere)
  --seconds S       seconds of load of a round, and of the sustained, visible and disk
                    cases (default 3, 60, 10 and 60)
  --quick           few rounds and small counts: to try the tool, not to measure
  --long            the disk case for an hour
  --json FILE       write everything that was measured to a file, or to standard output (-)
  --help            this text

  BENCH_DIR         where the temporary folder is made (default: the system's); on a disk
  BENCH_LOAD        wrk or autocannon (default: wrk if it is there)

Ends with 0 when it could measure, however slow it was; with 1 when something broke: a
request refused or failed, an event lost.
`

/** Reads the command line; null when only the help is wanted. Throws on what it does not know. */
export function readSettings(argv: string[], names: string[]): Settings | null {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string', default: '' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const only = values.only.split(',').filter((name) => name !== '')
  const unknown = only.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Error(`there is no case ${unknown.join(', ')}`)
  const rounds = whole('--rounds', values.rounds)
  const seconds = whole('--seconds', values.seconds)
  const { quick, long, json } = values
  return {
    only,
    json,
    long,
    quick,
    rounds: (normal) => rounds ?? (quick ? Math.min(2, normal) : normal),
    seconds: (normal) => seconds ?? (quick ? Math.max(1, Math.round(normal / 12)) : normal),
    amount: (normal, small) => (quick ? small : normal),
  }
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`${name} must be a whole number from 1 up`)
  return Number(text)
}
