import { describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { command } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'

describe('a data directory that does not exist', () => {
  test.each([
    'alert list',
    'alert ack 1',
    'event list',
    'event replay 1',
    'integration create x',
    'integration list',
  ])('navish %s says so and creates nothing', async (words) => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'nothing')

    const { code, out, err } = await command(words.split(' '), { dataDir })

    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(`There is no data directory at ${dataDir}`)
    expect(existsSync(dataDir)).toBe(false)
  })
})

describe('config print', () => {
  test('shows every setting and where it comes from', async () => {
    const { out } = await command(['config', 'print', '--host', '::1'], {
      env: { NAVISH_PORT: '9000' },
    })

    expect(out).toMatch(/^host +::1 +--host$/m)
    expect(out).toMatch(/^port +9000 +NAVISH_PORT$/m)
    expect(out).toMatch(/^maxBody +5242880 +default$/m)
  })

  test('reports every mistake at once, and exits with 3', async () => {
    const { code, err } = await command(['config', 'print', '--port', 'x'], {
      env: { NAVISH_LOG_LEVEL: 'loud' },
    })

    expect(code).toBe(3)
    expect(err).toContain('--port')
    expect(err).toContain('NAVISH_LOG_LEVEL')
  })
})

test('healthcheck exits with 4 when nothing answers', async () => {
  using folder = temporaryFolder()

  const { code, out, err } = await command(['healthcheck', '--port', '1'], {
    dataDir: folder.path,
  })

  expect({ code, out }).toEqual({ code: 4, out: '' })
  expect(err).toContain('http://127.0.0.1:1 is not ready: It does not answer')
})
