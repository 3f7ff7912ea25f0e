import { describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { temporaryFolder } from '../support/folder.ts'
import { documentAt } from './documents.ts'

// What a reader copies from the page must tell genuine requests from others.
const { blocks } = documentAt('docs/channels/webhook.md')
const codeIn = (language: string) => blocks.find((one) => one.language === language)?.text ?? ''

const secret = `whsec_${Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')}`
const now = 1_795_909_481
const body = '{"type":"alert.opened","title":"Ünïcode — and 1.0"}'
const signature = new Webhook(secret).sign('msg-1', new Date(now * 1000), body)
const headers = {
  'webhook-id': 'msg-1',
  'webhook-timestamp': String(now),
  'webhook-signature': `v1,bm90IHRoaXMgb25l ${signature}`,
}

const requests = [
  { name: 'a genuine one', headers, body, at: now, is: true },
  { name: 'another body', headers, body: `${body} `, at: now, is: false },
  { name: 'another id', headers: { ...headers, 'webhook-id': 'msg-2' }, body, at: now, is: false },
  { name: 'an old one', headers, body, at: now + 301, is: false },
  { name: 'no headers', headers: {}, body, at: now, is: false },
]

type IsGenuine = (secret: string, headers: object, body: Buffer, now: number) => boolean

describe('the code of docs/channels/webhook.md', () => {
  test('in JavaScript', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'genuine.mjs')
    writeFileSync(file, codeIn('js'))
    const { isGenuine } = (await import(file)) as { isGenuine: IsGenuine }

    for (const { name, headers: sent, body: bytes, at, is } of requests) {
      expect({ name, is: isGenuine(secret, sent, Buffer.from(bytes), at) }).toEqual({ name, is })
    }
  })

  const python = Bun.which('python3')
  if (python === null) process.stderr.write('The Python code is not run: there is no python3.\n')
  test.skipIf(python === null)('in Python', () => {
    const run = `
import json, sys
for one in json.load(sys.stdin):
    print(one["name"], is_genuine(${JSON.stringify(secret)}, one["headers"], one["body"].encode(), one["at"]))`
    const { stdout, stderr } = Bun.spawnSync([python ?? '', '-c', `${codeIn('python')}\n${run}`], {
      stdin: Buffer.from(JSON.stringify(requests)),
    })

    expect(stderr.toString()).toBe('')
    const said = requests.map(({ name, is }) => `${name} ${is ? 'True' : 'False'}`)
    expect(stdout.toString().trim().split('\n')).toEqual(said)
  })
})
