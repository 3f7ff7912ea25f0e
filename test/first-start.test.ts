import { expect, test } from 'bun:test'
import { startApp } from '../src/app.ts'
import { systemClock } from '../src/clock.ts'
import { readConfig } from '../src/config/config.ts'
import { temporaryFolder } from './support/folder.ts'
import { createTestLog } from './support/log.ts'

function start(dataDir: string) {
  const { config } = readConfig({ dataDir, port: '0' }, {})
  const { log } = createTestLog()
  return startApp({ config, clock: systemClock, log })
}

/** Uses the link of a start. @returns the status */
async function becomeAdmin(url: string, setupUrl: string | null, email: string): Promise<number> {
  const link = setupUrl?.split('#')[1] ?? ''
  const { status } = await fetch(`${url}/v1/auth/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link, email, password: 'correct horse battery' }),
  })
  return status
}

test('each start gives a link that makes the first admin, until there is one', async () => {
  using folder = temporaryFolder()
  const first = await start(folder.path)
  await first.stop()
  const second = await start(folder.path)

  expect(first.setupUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#nvl_[0-9a-f]{40}$/)
  expect(await becomeAdmin(second.url, first.setupUrl, 'thief@example.org')).toBe(401)
  expect(await becomeAdmin(second.url, second.setupUrl, 'jane@example.org')).toBe(200)
  expect(await becomeAdmin(second.url, second.setupUrl, 'jo@example.org')).toBe(401)
  await second.stop()

  const third = await start(folder.path)
  expect(third.setupUrl).toBeNull()
  await third.stop()
})

test('only the first start makes an integration', async () => {
  using folder = temporaryFolder()
  const first = await start(folder.path)
  expect(first.firstToken).toMatch(/^nvi_/)
  await first.stop()

  const second = await start(folder.path)
  expect(second.firstToken).toBeNull()
  await second.stop()
})
