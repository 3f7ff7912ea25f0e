import { expect, test } from 'bun:test'
import { printCsv } from '../../src/cli/csv.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { issueHook } from '../support/requests.ts'

function printed(...cells: (string | number | null)[]): string {
  let text = ''
  printCsv({ out: (some) => void (text += some), err() {} }, ['a'], [cells])
  return text.slice('a\r\n'.length)
}

test.each([
  ['plain', 'plain'],
  ['with, comma', '"with, comma"'],
  ['with "quotes"', '"with ""quotes"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("https://evil.example")', `"'=HYPERLINK(""https://evil.example"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['a=1', 'a=1'],
])('%j is a cell of its own', (cell, text) => {
  expect(printed(cell)).toBe(`${text}\r\n`)
})

test('numbers stay numbers, and nothing stays empty', () => {
  expect(printed(-1, null, 'x')).toBe('-1,,x\r\n')
})

test('alert list --csv has a row for each alert', async () => {
  using dir = await dataDirWith(issueHook('created', { title: '=cmd, "x"' }))

  const { code, out } = await command(['alert', 'list', '--csv'], { dataDir: dir.path })

  expect(code).toBe(0)
  const [headings, row, ...more] = out.split('\r\n')
  expect(headings).toStartWith('id,status,severity,title,project,')
  expect(row).toStartWith(`1,open,error,"'=cmd, ""x""",`)
  expect(more).toEqual([''])
})

test('alert list gives one form at a time', async () => {
  expect(await command(['alert', 'list', '--csv', '--json'])).toMatchObject({ code: 2, out: '' })
})
