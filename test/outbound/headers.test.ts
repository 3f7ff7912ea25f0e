import { expect, test } from 'bun:test'
import { readHeaders } from '../../src/outbound/headers.ts'

test('headers are sent with lower-case names', () => {
  expect(readHeaders({ 'Content-Type': 'text/plain', 'X-Note': 'caf\u00e9\t1' })).toEqual({
    'content-type': 'text/plain',
    'x-note': 'caf\u00e9\t1',
  })
})

test.each([
  ['a line break in a value', { 'x-a': 'secret\r\nx-b: 2' }],
  ['a line feed alone', { 'x-a': 'secret\nx-b: 2' }],
  ['a carriage return alone', { 'x-a': 'secret\rx-b: 2' }],
  ['NUL in a value', { 'x-a': 'secret\0' }],
  ['what is not one byte', { 'x-a': 'secret ✓' }],
  ['a line break that would become one when bytes are cut', { 'x-a': 'secret\u010d\u010a' }],
  ['a line break in a name', { 'x-a\r\nx-b': 'secret' }],
  ['a space in a name', { 'x a': 'secret' }],
  ['a colon in a name', { 'x-a:': 'secret' }],
  ['no name', { '': 'secret' }],
  ['another host', { Host: 'secret' }],
  ['another length', { 'Content-Length': '0' }],
  ['another framing', { 'transfer-encoding': 'chunked' }],
  ['another use of the connection', { Connection: 'keep-alive' }],
  ['another protocol', { Upgrade: 'h2c' }],
])('%s is refused, and no value is repeated', (_, headers: Record<string, string>) => {
  const refused = () => readHeaders(headers)

  expect(refused).toThrow(expect.objectContaining({ code: 'forbidden' }))
  expect(refused).not.toThrow('secret')
})
