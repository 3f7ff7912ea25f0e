import { expect, test } from 'bun:test'
import { joined } from '../../../src/dashboard/parts/page-join.ts'

const page = (ids: string[], nextCursor: string | null) => ({
  items: ids.map((id) => ({ id })),
  nextCursor,
})

test('what is new comes before what was loaded further down', () => {
  const before = page(['9', '8', '7', '6'], 'c6')
  expect(joined(before, page(['11', '10', '9'], 'c9'))).toEqual(
    page(['11', '10', '9', '8', '7', '6'], 'c6'),
  )
})

test('ids are compared as numbers', () => {
  expect(joined(page(['10', '9', '8'], null), page(['100', '10'], 'c'))).toEqual(
    page(['100', '10', '9', '8'], null),
  )
})

test('what is gone from the first page goes', () => {
  expect(joined(page(['9', '8', '7'], 'c7'), page(['9', '7'], 'c7'))).toEqual(
    page(['9', '7'], 'c7'),
  )
})

test('a gap is not bridged', () => {
  expect(joined(page(['3', '2'], 'c2'), page(['9', '8'], 'c8'))).toEqual(page(['9', '8'], 'c8'))
})

test('a whole list takes the place of what was there', () => {
  expect(joined(page(['3', '2'], 'c2'), page([], null))).toEqual(page([], null))
})

test('an answer that was cut short changes nothing', () => {
  expect(joined(page(['3', '2'], 'c2'), page([], 'c1'))).toEqual(page(['3', '2'], 'c2'))
})
