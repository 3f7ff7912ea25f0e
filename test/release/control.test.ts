import { expect, test } from 'bun:test'
import { control, debianVersion } from '../../src/release/deb/control.ts'

const dpkg = Bun.which('dpkg')

test('what comes before a version is older than it, also to Debian', () => {
  expect(debianVersion('1.2.3')).toBe('1.2.3')
  expect(debianVersion('1.0.0-rc.1')).toBe('1.0.0~rc.1')
})

test.skipIf(dpkg === null)('dpkg orders them so', () => {
  const order = [debianVersion('1.0.0-rc.1'), 'lt', debianVersion('1.0.0')]

  expect(Bun.spawnSync([dpkg ?? '', '--compare-versions', ...order]).exitCode).toBe(0)
})

test('the head of a package names what it is and what it needs', () => {
  const lines = control({ version: '1.0.0-rc.1', architecture: 'arm64', size: 7 }).split('\n')

  expect(lines).toContain('Version: 1.0.0~rc.1')
  expect(lines).toContain('Architecture: arm64')
  expect(lines).toContain('Depends: adduser, libc6 (>= 2.17)')
  // What has no name of a field goes on with the description, and begins with a space.
  expect(lines.slice(0, -1).filter((line) => !/^(?:[A-Z][\w-]+: | )/.test(line))).toEqual([])
})
