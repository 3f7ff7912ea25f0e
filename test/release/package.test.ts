import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from '../../src/release/compile.ts'
import { buildPackage, withoutDpkg } from '../../src/release/deb/build.ts'
import { targetsCalled } from '../../src/release/targets.ts'
import { temporaryFolder } from '../support/folder.ts'
import { without } from '../support/without.ts'
import { onMachine, withoutMachine, type Step } from './machine.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

const epoch = 1_700_000_000
const [target] = targetsCalled([`linux-${process.arch}`])
const architecture = target?.debian ?? ''
let binary = ''

beforeAll(async () => {
  if (target !== undefined) binary = await compile(target, { folder: folder.path, epoch })
}, 60_000)

describe('a program of a release', () => {
  test('is the same when it is built again', async () => {
    using other = temporaryFolder()
    if (target === undefined) throw new Error('no target')

    const again = await compile(target, { folder: other.path, epoch })

    const [one, two] = await Promise.all([binary, again].map((file) => Bun.file(file).bytes()))
    // Not by toEqual, which would print them.
    expect(Buffer.compare(one ?? Buffer.of(), two ?? Buffer.of())).toBe(0)
  }, 60_000)

  test('says the day of its commit', () => {
    const { stdout } = Bun.spawnSync([binary, 'version', '--json'])

    expect(JSON.parse(stdout.toString())).toMatchObject({ built: '2023-11-14' })
  })
})

/** Waits until a server says where it listens. */
const serving = (flags = '') => `
runuser -u navish -- navish serve --port 0 ${flags} >/tmp/serve 2>&1 &
echo $! >/tmp/pid
tries=0
until grep -q 'listens on' /tmp/serve; do
  tries=$((tries + 1)); [ $tries -lt 300 ] || exit 9
  sleep 0.05
done`
const stopping = 'kill $(cat /tmp/pid); while [ -d /proc/$(cat /tmp/pid) ]; do sleep 0.05; done'
const asNavish = (command: string) => `runuser -u navish -- navish ${command}`

const steps = {
  // As where systemd runs: what it is told is written down.
  systemd: `mkdir -p /run/systemd/system
rm -f /usr/sbin/policy-rc.d
printf '#!/bin/sh\\necho "$@" >>/tmp/systemctl\\ncase "$*" in *is-enabled*) echo enabled;; esac\\n' >/usr/bin/systemctl
chmod 755 /usr/bin/systemctl`,
  install: 'dpkg --no-triggers -i /step/navish_1.0.0_*.deb',
  files: `stat -c '%a %U %n' /usr/bin/navish /var/lib/navish /etc/navish/navish.yaml /usr/lib/systemd/system/navish.service
getent passwd navish
ls /usr/share/doc/navish/docs`,
  check: asNavish('config check'),
  first: `cd /
${asNavish('admin create jane@example.org --password-stdin')} <<EOF
correct horse battery staple
EOF
${serving()}
${asNavish('integration test 1')}
${stopping}
${asNavish('alert list --json')}`,
  change: 'echo "port: 9876" >>/etc/navish/navish.yaml; echo key >/etc/navish/secret-key',
  root: 'navish alert list',
  upgrade: 'dpkg --no-triggers -i /step/navish_1.0.1_*.deb',
  after: `cd /
${serving()}
${stopping}
${asNavish('alert list --json')}
tail -n 1 /etc/navish/navish.yaml
dpkg-query -W -f '\${Version}' navish`,
  remove: 'dpkg --no-triggers -r navish; ls /usr/bin/navish /etc/navish /var/lib/navish',
  purge: 'dpkg --no-triggers -P navish; ls /etc/navish /var/lib/navish; getent passwd navish',
  told: 'cat /tmp/systemctl',
  clean: `rm -r /var/lib/navish /etc/navish
rm -r /run/systemd
dpkg --no-triggers -i /step/navish_1.0.1_*.deb && dpkg --no-triggers -P navish
ls -d /etc/navish /var/lib/navish
getent passwd navish`,
}

describe.skipIf(without(withoutDpkg ?? withoutMachine))('the Debian package', () => {
  let did: Partial<Record<keyof typeof steps, Step>>
  beforeAll(async () => {
    for (const version of ['1.0.0', '1.0.1']) {
      const parts = { folder: folder.path, binary, version, epoch, architecture }
      await buildPackage({ ...parts, compression: 'none' })
    }
    did = await onMachine(folder.path, steps)
  }, 120_000)

  test('installs, with a user, a place for the data and settings that are right', () => {
    expect(did.install).toMatchObject({ code: 0 })
    const lines = did.files?.said.split('\n') ?? []
    expect(lines.slice(0, 4)).toEqual([
      '755 root /usr/bin/navish',
      '700 navish /var/lib/navish',
      '644 root /etc/navish/navish.yaml',
      '644 root /usr/lib/systemd/system/navish.service',
    ])
    expect(lines[4]).toMatch(/^navish:x:\d+:\d+:.*:\/var\/lib\/navish:\/usr\/sbin\/nologin$/)
    expect(did.files?.said).toContain('operate')
    expect(did.check).toMatchObject({ code: 0 })
  })

  test('runs, and an upgrade keeps the data and what was changed in the settings', () => {
    expect(did.first?.code).toBe(0)
    expect(did.first?.said).toContain('"status": "open"')
    expect(did.root?.said).toContain('sudo -u navish navish')
    expect(did.upgrade).toMatchObject({ code: 0 })
    expect(did.after?.said).toContain('"status": "open"')
    expect(did.after?.said.split('\n').slice(-2)).toEqual(['port: 9876', '1.0.1'])
  })

  test('is removed without its data and settings, and purged without its data', () => {
    expect(did.remove?.said).toContain("cannot access '/usr/bin/navish'")
    expect(did.remove?.said).toContain('navish.yaml')
    expect(did.remove?.said).toContain('navish.db')
    const purged = did.purge?.said ?? ''
    expect(purged).toContain('navish: /var/lib/navish is kept, because there is something in it.')
    expect(purged).toContain('navish: /etc/navish is kept, because there is something in it.')
    expect(purged).not.toContain('navish.yaml')
    expect(purged).toContain('secret-key')
    expect(purged).toContain('navish.db')
    expect(purged).toMatch(/^navish:x:/m)
  })

  test('leaves nothing behind where there was nothing to keep, also without systemd', () => {
    expect(did.clean?.said).toContain("cannot access '/etc/navish'")
    expect(did.clean?.said).toContain("cannot access '/var/lib/navish'")
    expect(did.clean).toMatchObject({ code: 2 })
  })

  test('has systemd start it, start it anew after an upgrade, and stop it', () => {
    const told = did.told?.said.split('\n').filter((line) => /\b(?:re)?start|stop/.test(line))

    expect(told?.map((line) => /(?:re)?start|stop/.exec(line)?.[0])).toEqual([
      'start',
      'restart',
      'stop',
    ])
  })

  test('is the same when it is built again', async () => {
    using other = temporaryFolder()
    const parts = { folder: other.path, binary, version: '1.0.0', epoch, architecture }

    const again = await buildPackage({ ...parts, compression: 'none' })

    const first = readFileSync(join(folder.path, `navish_1.0.0_${architecture}.deb`))
    expect(Buffer.compare(readFileSync(again), first)).toBe(0)
  }, 60_000)
})
