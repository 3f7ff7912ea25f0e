// Sends events at an even rate until it is asked to end, whether or not somebody else asks for something meanwhile: prints how long
// the answers took, in ms.

import { makePool } from '../bodies.ts'
import { percentile } from '../statistics.ts'
import { sendPaced } from './paced.ts'

export interface SteadyOptions {
  url: string
  rate: number
  connections: number
  seconds: number
  seed: number
}

export interface Steady {
  sent: number
  refused: number
  p50: number
  p99: number
  max: number
}

const { seed, ...options } = JSON.parse(process.argv[2] ?? '') as SteadyOptions
const count = Math.ceil(options.rate * options.seconds)
// A pool is signed beforehand, so that all of the time is for sending.
const bodies = makePool({ count, size: 1000, seed })
const times: number[] = []
let refused = 0
await sendPaced({
  ...options,
  bodies,
  onDue() {},
  onAnswered(status, due) {
    if (status !== 202) refused += 1
    times.push(performance.now() - due)
  },
})
const told: Steady = {
  sent: count,
  refused,
  p50: percentile(times, 50),
  p99: percentile(times, 99),
  max: percentile(times, 100),
}
process.stdout.write(JSON.stringify(told))
process.exit(0)
