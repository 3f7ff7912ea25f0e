import { describe, expect, test } from 'bun:test'
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backupName } from '../../src/core/backup.ts'
import { lockBackups } from '../../src/store/sqlite/lock.ts'
import { createBackups, type BackupsParts } from '../../src/upkeep/backups.ts'
import { runOwn, type OwnProcess } from '../../src/upkeep/own-process.ts'
import { createTestClock } from '../support/clock.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createTestLog } from '../support/log.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The chore on a folder, with a command that does what it is told. */
function setup(parts: Partial<BackupsParts> = {}) {
  const place = temporaryFolder()
  const folder = join(place.path, 'backups')
  mkdirSync(folder)
  const clock = createTestClock()
  const { log, lines } = createTestLog()
  const calls: string[][] = []
  let outcomes = 0
  let next: 'good' | 'failing' = 'good'

  /** As the command leaves it. */
  function putBackup(at = clock()): void {
    writeFileSync(join(folder, backupName(at, false)), 'x')
  }

  function run(args: readonly string[]): OwnProcess {
    calls.push([...args])
    const out = JSON.stringify({ file: 'made.db', bytes: 10, events: 3 })
    if (next === 'good') putBackup()
    const ended =
      next === 'good'
        ? { code: 0, out, err: '' }
        : { code: 1, out: '', err: 'navish: There is no room left.\n' }
    return { ended: Promise.resolve(ended), end() {} }
  }

  const create = (given: Partial<BackupsParts> = {}) =>
    createBackups({
      dataDir: '/data',
      folder,
      every: day,
      keep: 7,
      recipients: [],
      clock,
      log,
      run,
      onOutcome() {
        outcomes += 1
      },
      ...parts,
      ...given,
    })
  return {
    folder,
    clock,
    lines,
    calls,
    create,
    putBackup,
    outcomes: () => outcomes,
    fail: (isFailing: boolean) => void (next = isFailing ? 'failing' : 'good'),
    [Symbol.dispose]: () => place[Symbol.dispose](),
  }
}

describe('backups that are made by themselves', () => {
  test('begin a while after a start, and go on in the interval', async () => {
    using t = setup()
    const { tick } = t.create()

    expect(await tick()).toBe(minute)
    expect(t.calls).toEqual([])
    t.clock.advanceBy(minute)
    expect(await tick()).toBe(10 * minute)
    expect(t.calls).toHaveLength(1)
    t.clock.advanceBy(day - minute)
    expect(await tick()).toBe(minute)
    expect(t.calls).toHaveLength(1)
    t.clock.advanceBy(minute)
    await tick()

    expect(t.calls).toHaveLength(2)
    expect(t.lines.map(({ msg }) => msg)).toEqual(['backup made', 'backup made'])
    expect(t.lines[0]).toMatchObject({ level: 'info', file: 'made.db', bytes: 10, events: 3 })
  })

  test('go by the newest one on the disk, whoever made it, and not by how long the server runs', async () => {
    using t = setup()
    t.putBackup(t.clock() - 23 * hour)
    const { tick } = t.create()

    await tick()
    await tick()
    expect(t.calls).toEqual([])
    t.clock.advanceBy(hour)
    await tick()

    expect(t.calls).toHaveLength(1)
  })

  test('are not put off by one from the future, which a wrong clock made', async () => {
    using t = setup()
    t.putBackup(t.clock() + 365 * day)
    const { tick } = t.create()

    await tick()
    await tick()

    expect(t.calls).toHaveLength(1)
  })

  test('are made as configured, by a command of its own', async () => {
    using t = setup({ keep: 3, recipients: ['age1a', 'age1b'] })
    const { tick } = t.create()

    await tick()
    await tick()

    const made = ['backup', '--json', '--keep', '3', '--data-dir', '/data']
    const encrypted = ['--backup-recipients', 'age1a,age1b']
    expect(t.calls).toEqual([[...made, '--backup-dir', t.folder, ...encrypted]])
  })

  test('that fail are tried again after a while, then less often, and say why', async () => {
    using t = setup()
    const { tick, condition } = t.create()
    t.fail(true)
    await tick()

    expect(await tick()).toBe(10 * minute)
    expect(condition()).toMatchObject({ failure: 'There is no room left.', newestAt: null })
    expect(await tick()).toBe(hour)
    expect(t.lines).toMatchObject([
      { level: 'error', msg: 'backup failed', reason: 'There is no room left.' },
      { level: 'error' },
    ])
    t.fail(false)
    await tick()

    expect(condition()).toMatchObject({ failure: null, newestAt: t.clock() })
    expect(t.outcomes()).toBe(3)
  })

  test('have not failed any more when a person made one', async () => {
    using t = setup()
    const { tick, condition } = t.create()
    t.fail(true)
    await tick()
    await tick()
    expect(condition().failure).not.toBeNull()

    t.putBackup()
    await tick()

    expect(condition().failure).toBeNull()
    expect(t.calls).toHaveLength(1)
  })

  test('wait for one that somebody else is making, and that is no failure', async () => {
    using t = setup()
    const dataDir = join(t.folder, '..')
    const backups = t.create({ dataDir })
    await backups.tick()
    const { unlock } = lockBackups(dataDir)

    expect(await backups.tick()).toBe(minute)
    expect(t.calls).toEqual([])
    unlock()
    t.putBackup()
    expect(await backups.tick()).toBe(10 * minute)

    expect({ calls: t.calls, lines: t.lines }).toEqual({ calls: [], lines: [] })
    expect(backups.condition()).toMatchObject({ failure: null, newestAt: t.clock() })
  })

  test('that fail because somebody else was quicker have not failed', async () => {
    using t = setup()
    const run = (): OwnProcess => {
      t.putBackup()
      const err = 'navish: Another backup of /data is being made.\n'
      return { ended: Promise.resolve({ code: 1, out: '', err }), end() {} }
    }
    const { tick, condition } = t.create({ run })
    await tick()

    expect(await tick()).toBe(10 * minute)
    expect(condition()).toMatchObject({ failure: null, newestAt: t.clock() })
  })

  test('go on where the folder is not there yet', async () => {
    using t = setup()
    rmSync(t.folder, { recursive: true })
    const { tick, condition } = t.create()

    expect(await tick()).toBe(minute)
    expect(condition().newestAt).toBeNull()
  })

  test('are watched anew when the machine slept, or its clock was set', async () => {
    using t = setup()
    const { tick, condition } = t.create()
    await tick()
    const begun = condition().watchedSince
    for (let minutes = 0; minutes < 60; minutes += 1) {
      t.clock.advanceBy(minute)
      expect(condition().watchedSince).toBe(begun)
    }

    t.clock.advanceBy(3 * day)

    expect(condition().watchedSince).toBe(t.clock())
  })

  test('end when the server stops, and that is no failure', async () => {
    let end = () => {}
    const { promise: started, resolve: start } = Promise.withResolvers<void>()
    const run = (): OwnProcess => {
      start()
      const ended = new Promise<{ code: null; out: string; err: string }>((resolve) => {
        end = () => resolve({ code: null, out: '', err: '' })
      })
      return { ended, end }
    }
    using t = setup({ run })
    const backups = t.create()
    await backups.tick()

    const ticking = backups.tick()
    await started
    backups.end()
    await ticking

    expect(backups.condition().failure).toBeNull()
    expect(t.lines).toEqual([])
  })
})

describe('a command that runs beside this process', () => {
  test('is this program, and gives what it prints', async () => {
    const { code, out, err } = await runOwn(['version', '--json']).ended

    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toMatchObject({ bun: Bun.version })
  })

  // Without /proc there is only the name.
  test.skipIf(!existsSync('/proc/self/exe'))(
    'is what runs here also when another version took its place',
    async () => {
      using folder = temporaryFolder()
      const program = join(folder.path, 'program')
      copyFileSync(process.execPath, program)
      const own = join(import.meta.dir, '../../src/upkeep/own-process.ts')
      const script = join(folder.path, 'replaced.ts')
      writeFileSync(
        script,
        `import { rmSync } from 'node:fs'
       import { runOwn } from ${JSON.stringify(own)}
       rmSync(${JSON.stringify(program)})
       console.log(JSON.stringify(await runOwn(['version', '--json']).ended))`,
      )

      const { stdout } = Bun.spawnSync([program, script])

      const { code, out } = JSON.parse(stdout.toString()) as { code: number; out: string }
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({ bun: Bun.version })
    },
  )

  test('gives its exit code and what it says', async () => {
    const { code, out, err } = await runOwn(['alert', 'list', '--data-dir', '/nowhere']).ended

    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('/nowhere')
  })

  test('reads no settings but those it is given', async () => {
    process.env['NAVISH_BACKUP_KEEP'] = 'nonsense'
    try {
      const { out } = await runOwn(['config', 'print', '--json']).ended
      expect(JSON.parse(out)).toMatchObject({ backupKeep: 7 })
    } finally {
      delete process.env['NAVISH_BACKUP_KEEP']
    }
  })
})
