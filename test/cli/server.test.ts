import { describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contract } from '../../src/contract/contract.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'

/** A server that knows one answer, and remembers with which tokens it was asked for it. */
function serverWith(answer: unknown) {
  const tokens: (string | null)[] = []
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request) {
      tokens.push(request.headers.get('authorization'))
      return Response.json(answer)
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    tokens,
    [Symbol.dispose]: () => void server.stop(true),
  }
}

const [alert] = (contract.listAlerts.examples.answer as { items: { revision: number }[] }).items
const list = { items: [alert], nextCursor: null }
const { revision: _revision, ...shown } = alert ?? { revision: 0 }

describe('--server', () => {
  test('asks that server, with the token of the environment', async () => {
    using server = serverWith(list)

    const ran = await command(['alert', 'list', '--json', '--server', `${server.url}/`], {
      env: { NAVISH_TOKEN: ' nva_1\n', NAVISH_DATA_DIR: '/nowhere' },
    })

    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.json()).toEqual([shown])
    expect(server.tokens).toEqual(['Bearer nva_1'])
  })

  test('and the token may stand in the environment, or in a file', async () => {
    using server = serverWith(list)
    using folder = temporaryFolder()
    const file = join(folder.path, 'token')
    writeFileSync(file, 'nva_2\n')

    await command(['alert', 'list'], {
      env: { NAVISH_SERVER: server.url, NAVISH_TOKEN_FILE: file },
    })

    expect(server.tokens).toEqual(['Bearer nva_2'])
  })

  test.each([
    'admin link',
    'backup',
    'backup list',
    'restore navish.db --yes',
    'export',
    'import navish.jsonl',
    'storage compact',
  ])(
    'in the environment keeps navish %s from taking what is here for what is there',
    async (words) => {
      using dir = await dataDirWith()

      const ran = await command(words.split(' '), {
        env: { NAVISH_SERVER: 'https://navish.example.org', NAVISH_DATA_DIR: dir.path },
      })

      expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
      expect(ran.err).toContain('works on this machine only')
    },
  )

  test('in the environment gives way to a data directory on the command line', async () => {
    using server = serverWith(list)
    using dir = await dataDirWith()

    const { code, json } = await command(['alert', 'list', '--json', '--data-dir', dir.path], {
      env: { NAVISH_SERVER: server.url, NAVISH_TOKEN: 'nva_1' },
    })

    expect({ code, alerts: json() }).toEqual({ code: 0, alerts: [] })
    expect(server.tokens).toEqual([])
  })

  test.each<[string, string[], Record<string, string>, number, string]>([
    ['and --data-dir', ['--server', 'http://localhost', '--data-dir', '/a'], {}, 2, 'Say either'],
    ['without a token', ['--server', 'http://localhost'], {}, 2, 'navish token create'],
    [
      'with an empty token',
      ['--server', 'http://localhost'],
      { NAVISH_TOKEN: ' ' },
      2,
      'NAVISH_TOKEN',
    ],
    [
      'with a token file that is not there',
      ['--server', 'http://localhost'],
      { NAVISH_TOKEN_FILE: '/nowhere/token' },
      2,
      'the file /nowhere/token cannot be read',
    ],
    ['that is no URL', ['--server', 'navish:8077'], {}, 3, '--server: a server is like https://'],
    ['that is empty', ['--server', ''], {}, 3, '--server: a server is like'],
    ['that is no URL', [], { NAVISH_SERVER: 'ftp://x' }, 3, 'NAVISH_SERVER: a server is like'],
    [
      'with a password in it',
      ['--server', 'https://a:b@c.example'],
      {},
      3,
      'no query, fragment, user',
    ],
    [
      'and --by',
      ['--server', 'http://localhost', '--by', 'jane'],
      { NAVISH_TOKEN: 't' },
      2,
      '--by',
    ],
  ])('%s is a mistake', async (_, flags, env, code, words) => {
    const ran = await command(['alert', 'ack', '1', ...flags], { env })

    expect(ran).toMatchObject({ code, out: '' })
    expect(ran.err).toContain(words)
  })

  test('never quotes what it takes for the token', async () => {
    const ran = await command(['alert', 'list', '--server', 'http://localhost'], {
      env: { NAVISH_TOKEN: 'two\nlines' },
    })

    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).not.toContain('lines')
  })

  test('over plain HTTP warns, unless it is this machine', async () => {
    using server = serverWith(list)
    const at = (url: string) =>
      command(['alert', 'list', '--server', url], { env: { NAVISH_TOKEN: 't' } })

    expect((await at(server.url)).err).toBe('')
    const elsewhere = await at('http://navish.invalid')
    expect(elsewhere.err).toContain('The token goes to http://navish.invalid without encryption')
    expect(elsewhere.code).toBe(1)
  })

  test.each(['serve', 'config print', 'version', 'admin link'])(
    'is not for navish %s',
    async (words) => {
      const ran = await command([...words.split(' '), '--server', 'http://localhost'])

      expect(ran).toMatchObject({ code: 2, out: '' })
      expect(ran.err).toContain('on this machine only')
    },
  )

  test('in the environment does not let navish admin change something here by mistake', async () => {
    using folder = temporaryFolder()
    const env = { NAVISH_SERVER: 'http://localhost', NAVISH_DATA_DIR: join(folder.path, 'data') }

    const ran = await command(['admin', 'link'], { env })

    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('navish user')
  })

  test('is asked how it is', async () => {
    using server = serverWith({ status: 'ready', checks: {} })

    const ran = await command(['healthcheck', '--server', server.url])

    expect(ran).toMatchObject({ code: 0, out: `${server.url} is ready\n` })
  })
})

test('a list that does not go on is not asked for for ever', async () => {
  using server = serverWith({ ...list, nextCursor: '12' })

  const ran = await command(['alert', 'list', '--server', server.url], {
    env: { NAVISH_TOKEN: 't' },
  })

  expect(ran).toMatchObject({ code: 1, out: '' })
  expect(ran.err).toContain('The list does not go on')
})
