import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildBinary, runToEnd, type Finished } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { rounds, tell } from './case.ts'
import { audit } from './disk-audit.ts'
import { ask, killAll, navish, signedPath, start, type Place } from './killable.ts'
import { aDelivery, createLedger, createRandom, givenSeed, load } from './ledger.ts'

// Litestream beside a server: what it copied while events poured in is restored when the machine is gone.

const litestream = Bun.which('litestream')
if (litestream === null) {
  tell('NO LITESTREAM', { skipped: 'put it on the path to have it tried beside a server' })
}

const folder = temporaryFolder()
let binary = ''
const running = new Set<Bun.Subprocess>()

beforeAll(async () => {
  if (litestream !== null) binary = await buildBinary(folder.path)
}, 120_000)

afterAll(async () => {
  await killAll()
  for (const child of running) child.kill('SIGKILL')
  folder[Symbol.dispose]()
})

function placeOf(name: string): Place {
  return { binary, dataDir: join(folder.path, name), beside: join(folder.path, `${name}-beside`) }
}

/** As the documentation tells it, but to a folder, and ten times a second. */
function configFor({ dataDir, beside }: Place): string {
  const file = join(beside, 'litestream.yml')
  writeFileSync(
    file,
    `dbs:
  - path: ${dataDir}/navish.db
    monitor-interval: 100ms
    replicas:
      - type: file
        path: ${beside}/replica
        sync-interval: 100ms
`,
  )
  return file
}

function replicate(config: string): Bun.Subprocess {
  const child = Bun.spawn([`${litestream}`, 'replicate', '-config', config], {
    stdout: 'ignore',
    stderr: 'ignore',
  })
  running.add(child)
  return child
}

async function kill(child: Bun.Subprocess): Promise<void> {
  child.kill('SIGKILL')
  await child.exited
  running.delete(child)
}

/** Restores what was copied so far. */
async function restoreTo(file: string, { dataDir, beside }: Place): Promise<Finished> {
  rmSync(file, { force: true })
  const config = join(beside, 'litestream.yml')
  const command = [`${litestream}`, 'restore', '-config', config, '-o', file]
  return runToEnd([...command, `${dataDir}/navish.db`], { cwd: beside })
}

/** Asks again until what was copied has this event; it copies in the background. */
async function copiedUpTo(eventId: number, file: string, place: Place): Promise<void> {
  const until = Date.now() + 20_000
  for (;;) {
    if ((await restoreTo(file, place)).code === 0) {
      const { out } = await navish(place, 'backup', 'verify', file, '--json')
      const { newestEventId } = JSON.parse(out) as { newestEventId: string }
      if (Number(newestEventId) >= eventId) return
    }
    if (Date.now() > until) throw new Error(`event ${eventId} is not copied after 20 seconds`)
    await Bun.sleep(200)
  }
}

describe.skipIf(litestream === null)('what Litestream copies', () => {
  test('has everything, also beside our checkpoints and backups, and is served elsewhere', async () => {
    const random = createRandom(givenSeed ^ Bun.hash.crc32('litestream'))
    const place = placeOf('copied')
    const ledger = createLedger()
    const restored = join(folder.path, 'restored.db')
    let server = await start(place)
    mkdirSync(place.beside, { recursive: true })
    const config = configFor(place)
    const path = await signedPath(place)
    let copying = replicate(config)
    // Long enough for several checkpoints of our own, each after 16 MB.
    const enough = rounds(2_000, 20_000)
    const isOver = () => ledger.answered.length >= enough
    const next = () => aDelivery(random, { pad: 20_000 })
    const loaded = load(ledger, server.url + path, next, { isOver })
    expect(await navish(place, 'backup')).toMatchObject({ code: 0 })
    await loaded
    // A restart, in good order: its last checkpoint must not take the log away from under the copy.
    await server.end()
    server = await start(place)
    const generationsOf = async () => {
      const command = [`${litestream}`, 'generations', '-config', config]
      const listed = await runToEnd([...command, `${place.dataDir}/navish.db`], {
        cwd: place.beside,
      })
      return listed.out.trim().split('\n').length - 1
    }
    const generations = await generationsOf()
    // It is killed, misses some, and comes back.
    await kill(copying)
    await load(ledger, server.url + path, next, {
      isOver: () => ledger.answered.length > enough + 20,
    })
    copying = replicate(config)
    await load(ledger, server.url + path, next, {
      isOver: () => ledger.answered.length > enough + 50,
    })
    await copiedUpTo(Math.max(...ledger.answered.map(({ id }) => Number(id))), restored, place)
    await kill(copying)
    await server.kill()

    const elsewhere = placeOf('elsewhere')
    mkdirSync(elsewhere.beside, { recursive: true })
    expect(await navish(elsewhere, 'restore', restored)).toMatchObject({ code: 0 })
    server = await start(elsewhere)
    expect(await audit(elsewhere, ledger)).toEqual([])
    // There it is copied again, and Navish goes on.
    copying = replicate(configFor(elsewhere))
    const url = server.url + (await signedPath(elsewhere))
    expect(await ledger.post(url, aDelivery(random))).toBe(202)
    const last = await ask<{ id: string }[]>(elsewhere, 'event', 'list', '--limit', '1')
    await copiedUpTo(Number(last[0]?.id), restored, elsewhere)
    await kill(copying)
    await server.kill()
    tell('beside Litestream', { answered: ledger.answered.length, generations })
  })
})
