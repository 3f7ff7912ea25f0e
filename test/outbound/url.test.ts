import { describe, expect, test } from 'bun:test'
import { checkUrl, readUrl } from '../../src/outbound/url.ts'
import { failure, localOutbound } from './setup.ts'

describe('a URL', () => {
  test.each([
    ['https://hooks.example/a?b=c', 'https://hooks.example/a?b=c'],
    ['http://hooks.example:8080', 'http://hooks.example:8080/'],
    ['HTTPS://Hooks.Example/A', 'https://hooks.example/A'],
    ['https://[2606:4700::1]:8443/', 'https://[2606:4700::1]:8443/'],
    ['https://hooks.example/@user', 'https://hooks.example/@user'],
    ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
  ])('%s is taken as %s', (text, href) => {
    expect(readUrl(text).href).toBe(href)
  })

  test.each([
    ['', 'begins with'],
    ['hooks.example/x', 'begins with'],
    ['/path', 'begins with'],
    ['//hooks.example/x', 'begins with'],
    ['ftp://hooks.example/x', 'begins with'],
    ['file:///etc/passwd', 'begins with'],
    ['javascript:alert(1)', 'begins with'],
    ['http:hooks.example', 'begins with'],
    ['http:/hooks.example', 'begins with'],
    ['http:///hooks.example', 'begins with'],
    ['https://?x', 'begins with'],
    ['https://user:secret@hooks.example/', 'user'],
    ['https://@hooks.example/', 'user'],
    ['https://:@hooks.example/', 'user'],
    ['https://hooks.example:80@127.0.0.1/', 'user'],
    ['https://hooks.example\\@127.0.0.1/', 'backslashes'],
    ['https:\\\\hooks.example/', 'backslashes'],
    [' https://hooks.example/', 'spaces'],
    ['https://hooks.example/\n', 'spaces'],
    ['https://hooks.example/a\r\nHost: b', 'spaces'],
    ['https://hooks.example/a b', 'spaces'],
    ['ht\ttps://hooks.example/', 'spaces'],
    ['https://hooks.example/\u0000', 'control'],
    ['https://hooks.example/\u0085', 'control'],
    ['https://hooks.example/\u2028', 'spaces'],
    ['https://%31%32%37.1/', 'no name of a host'],
    ['https://[fe80::1%25eth0]/', 'no name of a host'],
    ['https://256.1.1.1/', 'no name of a host'],
    ['https://hooks.example:99999/', 'port'],
    ['https://hooks.example:0/', 'port'],
    ['https://hooks.example:8a/', 'no name of a host'],
    [`https://hooks.example/${'x'.repeat(2048)}`, '2,048'],
  ])('%j is refused', (text, why) => {
    expect(() => readUrl(text)).toThrow(why)
    expect(() => readUrl(text)).toThrow(expect.objectContaining({ code: 'forbidden' }))
  })
})

describe('checking a URL before it is saved', () => {
  const outbound = localOutbound({
    policy: { allow: [] },
    lookup: (name) =>
      name === 'gone.example'
        ? Promise.reject(new Error('ENOTFOUND'))
        : Promise.resolve([name === 'inside.example' ? '10.0.0.7' : '198.20.0.1']),
  })

  test('accepts one that leads to the public internet', async () => {
    expect(await checkUrl('https://hooks.example/services/secret', outbound)).toBeUndefined()
  })

  test.each([
    ['https://inside.example/services/secret', 'forbidden'],
    ['https://0x7f.1/services/secret', 'forbidden'],
    ['https://[::ffff:127.0.0.1]/services/secret', 'forbidden'],
    ['https://user@hooks.example/services/secret', 'forbidden'],
    ['https://gone.example/services/secret', 'unresolved'],
  ] as const)('says of %s that it is %s, without its path', async (url, code) => {
    const error = await failure(checkUrl(url, outbound))

    expect(error.code).toBe(code)
    expect(Bun.inspect(error)).not.toContain('secret')
  })
})
