import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { buildBinary } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { tell } from './case.ts'
import { audit } from './disk-audit.ts'
import { damages, findings, inTurn, type Damage } from './disk-damage.ts'
import {
  errorLines,
  isMended,
  noticed,
  postMany,
  saysReady,
  unclear,
  wrongStatuses,
} from './disk-talk.ts'
import {
  killAll,
  navish,
  signedPath,
  start,
  tryStart,
  type Killable,
  type Place,
} from './killable.ts'
import { aDelivery, createLedger, createRandom, givenSeed, type Ledger } from './ledger.ts'

// Files that are deleted, replaced or damaged by somebody else. A server cannot undo that; but it must not go on answering 202
// for what nobody will ever see again, and must not begin anew where there was something.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
}, 120_000)

afterAll(async () => {
  await killAll()
  folder[Symbol.dispose]()
})

const random = createRandom(givenSeed)
const next = () => aDelivery(random, { pad: 20_000 })
/** So large that a few of them have the log moved into the database. */
const large = () => aDelivery(random, { pad: 400_000 })
/** What tells a person that the file is another one or none. */
const tellsOfFile =
  /gone|missing|deleted|removed|replaced|moved|not the one|no longer|another file/i

interface Prepared {
  place: Place
  ledger: Ledger
  server: Killable
  path: string
  /** How many were answered when everything was in the database file, and nothing in the log beside it. */
  settled: number
}

/** A server with events in the database file, and others that are only in the log beside it. */
async function prepare(name: string): Promise<Prepared> {
  const home = join(folder.path, name.replaceAll(' ', '-'))
  const place = { binary, dataDir: join(home, 'data'), beside: join(home, 'beside') }
  const ledger = createLedger()
  let server = await start(place)
  const path = await signedPath(place)
  await postMany(ledger, server.url + path, next, 20)
  expect(await server.end()).toBe(0)
  server = await start(place)
  const settled = ledger.answered.length
  // No command runs after these: it would move the log into the database.
  await postMany(ledger, server.url + path, next, 20)
  return { place, ledger, server, path, settled }
}

describe.concurrent('while a server runs', () => {
  test.each(damages.map((damage) => [damage.what, damage] as const))(
    'when %s, it keeps what it answers or refuses it, and the next start tells the truth',
    (what, damage) =>
      inTurn(async () => {
        const { place, ledger, server, path, settled } = await prepare(`running ${what}`)
        const url = server.url + path
        const file = join(place.dataDir, damage.file)
        const before = { log: server.log().length, answered: ledger.answered.length }
        const owed = () => stillOwed(ledger, damage, settled, before.answered)
        if (damage.atRest) await Bun.sleep(noticed)
        damage.do(file)
        await Bun.sleep(noticed)
        if (damage.beside) await navish(place, 'integration', 'create', 'beside')
        const statuses = await postMany(ledger, url, next, 8)
        statuses.push(...(await postMany(ledger, url, large, 24)))
        const promised = ledger.answered.length - before.answered
        const refusing = statuses.includes(500)
        const broken = [
          ...wrongStatuses(statuses),
          ...(damage.mustRefuse && promised > 0 ? [`it goes on: ${promised} posts are taken`] : []),
          ...(refusing ? silence(damage, server, before.log) : []),
          ...(refusing && (await saysReady(server)) ? ['/readyz says ready, but posts fail'] : []),
        ]
        damage.undo?.(file)
        const mends = damage.undo !== undefined && (await isMended(ledger, url, next))
        await server.kill()
        const found = await tryStart(place)
        if ('url' in found) {
          broken.push(...(await promises(place, owed())))
          await found.kill()
        } else {
          broken.push(...unclear(found, place))
          if (damage.undo) broken.push('it does not start again with the file back in its place')
          if (promised > 0) broken.push(`${promised} posts were answered with 202 for nothing`)
        }
        tell(what, {
          taken: promised,
          refused: statuses.length - promised,
          mendsByItself: mends,
          startsAgain: 'url' in found || found.err.trim(),
          broken: broken.length,
        })
        expect(broken).toEqual([])
      }),
    120_000,
  )
})

/** What it should have logged, but did not. */
function silence({ file, what }: Damage, server: Killable, from: number): string[] {
  const lines = errorLines(server, from)
  if (lines.length === 0) return ['it refuses events without a word in the log']
  if (lines.length > 15) return [`it logs the same again and again: ${lines.length} lines`]
  const isAnother = file === 'navish.db' && /deleted|moved|replaced/.test(what)
  if (!isAnother || lines.some((line) => tellsOfFile.test(line))) return []
  return [`its log does not say what happened to the file: ${lines[0]}`]
}

async function promises(place: Place, ledger: Ledger): Promise<string[]> {
  return audit(place, ledger).catch((error: unknown) => [String(error).trim()])
}

describe.concurrent('when a server starts', () => {
  test.each(findings.map((damage) => [damage.what, damage] as const))(
    'and %s, it keeps what can be kept or does not start, and never begins anew',
    (what, damage) =>
      inTurn(async () => {
        const { place, ledger, server, settled } = await prepare(`start ${what}`)
        await server.kill()
        damage.do(join(place.dataDir, damage.file))
        const found = await tryStart(place)
        const broken: string[] = []
        if ('url' in found) {
          broken.push(
            ...(await promises(place, stillOwed(ledger, damage, settled, ledger.answered.length))),
          )
          await found.kill()
        } else {
          broken.push(...unclear(found, place))
          damage.undo?.(join(place.dataDir, damage.file))
          if (damage.undo) broken.push(...(await withFileBack(place, ledger)))
        }
        tell(`at a start ${what}`, {
          starts: 'url' in found || found.err.trim(),
          database: sizeOf(place),
          broken: broken.length,
        })
        expect(broken).toEqual([])
      }),
    120_000,
  )
})

/** What was only in a log that was destroyed cannot be kept; what was answered before, or after that, can. */
function stillOwed(ledger: Ledger, { file }: Damage, from: number, to: number): Ledger {
  if (file !== 'navish.db-wal') return ledger
  const { answered, open } = ledger
  const lost = answered.slice(from, to).map(({ delivery }) => delivery)
  return {
    ...ledger,
    answered: [...answered.slice(0, from), ...answered.slice(to)],
    open: [...open, ...lost],
  }
}

async function withFileBack(place: Place, ledger: Ledger): Promise<string[]> {
  const server = await tryStart(place)
  if (!('url' in server)) return ['it does not start again with the file back in its place']
  const broken = await promises(place, ledger)
  await server.kill()
  return broken
}

function sizeOf({ dataDir }: Place): number {
  return statSync(join(dataDir, 'navish.db'), { throwIfNoEntry: false })?.size ?? 0
}
