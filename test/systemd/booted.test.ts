import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { compile } from '../../src/release/compile.ts'
import { buildPackage, withoutDpkg } from '../../src/release/deb/build.ts'
import { targetsCalled } from '../../src/release/targets.ts'
import type { Step } from '../release/machine.ts'
import { temporaryFolder } from '../support/folder.ts'
import { without } from '../support/without.ts'
import { onBooted, withoutSystemd } from './booted.ts'

const asNavish = (command: string) => `runuser -u navish -- navish ${command}`
/** Waits until a process of the unit runs that is not the one that was noted. */
const anew = `tries=0
until [ "$(systemctl show -p MainPID --value navish)" != "$(cat /tmp/pid)" ] && systemctl -q is-active navish; do
  tries=$((tries + 1)); [ $tries -lt 200 ] || exit 9
  sleep 0.1
done`

const steps = {
  install: 'dpkg --no-triggers -i /step/navish_*.deb',
  status: 'systemctl status navish --no-pager; systemctl show -p MainPID --value navish >/tmp/pid',
  rights: "grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/$(cat /tmp/pid)/status",
  calls:
    "systemctl show navish -p SystemCallFilter --value | tr ' ' '\\n' | grep -x -e setpriority -e nice",
  serves: `${asNavish('integration test 1')} && ${asNavish('healthcheck')}`,
  log: 'journalctl -u navish --no-pager',
  killed: `kill -9 $(cat /tmp/pid)
${anew}
${asNavish('alert list --json')}`,
  key: `head -c 32 /dev/zero | od -An -tx1 | tr -d ' \\n' >/etc/navish/secret-key
chmod 600 /etc/navish/secret-key
mkdir /etc/systemd/system/navish.service.d
printf '[Service]\\nLoadCredential=secret-key:/etc/navish/secret-key\\n' >/etc/systemd/system/navish.service.d/key.conf
systemctl daemon-reload
systemctl show -p MainPID --value navish >/tmp/pid
systemctl restart navish
${anew}`,
  wrong: `echo 'prot: 1' >>/etc/navish/navish.yaml
systemctl restart navish
systemctl show navish -p ExecMainStatus -p ActiveState`,
  right: "sed -i '$d' /etc/navish/navish.yaml; systemctl restart navish",
  stop: 'systemctl stop navish; systemctl show navish -p Result -p ExecMainStatus',
}

describe.skipIf(without(withoutDpkg ?? withoutSystemd))('under a real systemd', () => {
  const folder = temporaryFolder()
  let did: Record<keyof typeof steps, Step>
  beforeAll(async () => {
    const [target] = targetsCalled([`linux-${process.arch}`])
    if (target?.debian === null || target === undefined) throw new Error('no target')
    const parts = { folder: folder.path, epoch: 1_700_000_000 }
    const binary = await compile(target, parts)
    const what = { binary, version: '1.0.0', architecture: target.debian }
    await buildPackage({ ...parts, ...what, compression: 'none' })
    did = await onBooted(folder.path, steps)
  }, 90_000)
  afterAll(() => folder[Symbol.dispose]())

  test('a backup may let everything else go first', () => {
    expect(did.calls.said.trim()).toBe('setpriority')
  })

  test('the package starts it, and systemd knows that it listens', () => {
    expect(did.install.code).toBe(0)
    expect(did.status.said).toContain('Active: active (running)')
    expect(did.status.said).toContain('Status: "Listening on http://127.0.0.1:8077"')
    expect(did.log.said).toContain('http://127.0.0.1:8077/setup#nvl_')
  })

  test('it has no rights that it does not need, and serves with those', () => {
    expect(did.rights.said).toMatch(/^CapEff:\s+0000000000000000$/m)
    expect(did.rights.said).toMatch(/^NoNewPrivs:\s+1$/m)
    expect(did.rights.said).toMatch(/^Seccomp:\s+2$/m)
    expect(did.serves).toMatchObject({ code: 0 })
  })

  test('it is started anew when it is killed, and nothing is lost', () => {
    expect(did.killed.code).toBe(0)
    expect(did.killed.said).toContain('"status": "open"')
  })

  test('it takes its key from systemd', () => {
    expect(did.key).toMatchObject({ code: 0 })
  })

  test('it is not started again and again with a wrong setting', () => {
    expect(did.wrong.said).toContain('ExecMainStatus=3')
    expect(did.wrong.said).toContain('ActiveState=failed')
    expect(did.right.code).toBe(0)
  })

  test('it stops in good order', () => {
    expect(did.stop.said).toContain('Result=success')
    expect(did.stop.said).toContain('ExecMainStatus=0')
  })
})
