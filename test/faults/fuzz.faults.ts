import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { alertView } from '../../src/views.ts'
import { startTestNavish, type TestNavish } from '../support/navish.ts'
import { isLong, tell } from './case.ts'
import { fuzzBases } from './fuzz-bases.ts'
import { marker, mutate, type Mutant } from './fuzz-mutator.ts'

/** So many payloads meet one Navish: few enough to look at all that it became, and for a failure to be small. */
const batch = 1_000
const payloads = isLong ? 1_000_000 : 10_000_000
const timeLimit = isLong ? {} : { interruptAfterTimeLimit: 13_000 }

const bases = fuzzBases()
const signature = 'fuzz-signature-0badcafe'

/** The names that every object and every array has: a payload that adds one has changed the program. */
function builtIns(): string {
  return [Object.prototype, Array.prototype, Function.prototype, String.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join('\n')
}

interface Tally {
  payloads: number
  accepted: number
  refused: number
  wellFormed: number
}

async function meet(navish: TestNavish, mutant: Mutant, tally: Tally): Promise<void> {
  const headers = { ...mutant.headers, 'Sentry-Hook-Signature': signature }
  const response = await navish.post({ headers, body: mutant.text })
  const answer = await response.text()
  const allowed = mutant.wellFormed ? [202] : [202, 400]
  if (!allowed.includes(response.status)) {
    throw new Error(
      `${response.status} after ${mutant.done.join()}: ${mutant.text.slice(0, 2_000)}\n${answer}`,
    )
  }
  mustHideAll(answer + JSON.stringify([...response.headers]), navish)
  tally.payloads += 1
  tally.wellFormed += mutant.wellFormed ? 1 : 0
  if (response.status === 202) tally.accepted += 1
  else tally.refused += 1
}

function mustHideAll(text: string, { token }: TestNavish): void {
  for (const secret of [marker, signature, token]) {
    if (text.includes(secret)) throw new Error(`${secret} is in ${text.slice(0, 2_000)}`)
  }
}

test('no mutation of what Sentry sends is answered 5xx, gets stuck, leaks or changes the program', async () => {
  const before = builtIns()
  const tally: Tally = { payloads: 0, accepted: 0, refused: 0, wellFormed: 0 }
  const started = performance.now()
  const origin = fc.record({ base: fc.nat({ max: bases.length - 1 }), seed: fc.integer() })
  // Of any length, so that a failure shrinks to the one payload that makes it.
  const origins = fc.noBias(fc.array(origin, { minLength: 1, maxLength: batch, size: 'max' }))

  // Those that arrive together share a commit, and only the last of them is seen.
  await fc.assert(
    fc.asyncProperty(origins, fc.constantFrom(50, 50, 1), async (some, together) => {
      await using navish = await startTestNavish()
      for (let done = 0; done < some.length; done += together) {
        await Promise.all(
          some.slice(done, done + together).map(async ({ base, seed }) => {
            const from = bases[base]
            if (from !== undefined) await meet(navish, mutate(from, seed), tally)
          }),
        )
        await navish.drain()
        // Whatever was in it, it can be shown.
        const { items: newest } = await navish.store.listAlerts({}, { limit: 5 })
        for (const alert of newest) alertView(alert, navish.clock())
      }
      for (const state of ['pending', 'dead'] as const) {
        expect((await navish.store.listEvents({ state }, { limit: 10 })).items).toEqual([])
      }
      for (const { id } of (await navish.alerts()).slice(0, 20)) {
        await navish.store.showAlert(id, 1_000)
      }
      mustHideAll(navish.logText(), navish)
      expect(navish.lines.filter(({ level }) => level === 'error')).toEqual([])
      expect(builtIns()).toBe(before)
    }),
    { numRuns: payloads / (batch / 2), ...timeLimit },
  )

  const seconds = (performance.now() - started) / 1000
  const memory = Math.round(process.memoryUsage().rss / 1024 / 1024)
  const rate = Math.round(tally.payloads / seconds)
  tell('fuzz', { ...tally, bases: bases.length, rate, memory })
  expect(tally.payloads).toBeGreaterThan(1_000)
  expect(tally.accepted).toBeGreaterThan(tally.payloads / 2)
  expect(tally.refused).toBeGreaterThan(tally.payloads / 100)
})
