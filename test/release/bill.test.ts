import { describe, expect, test } from 'bun:test'
import { dependencies, devDependencies } from '../../package.json'
import { billOf } from '../../src/release/bill.ts'

interface Bill {
  metadata: { timestamp: string; component: { name: string; version: string } }
  components: { name: string; version: string; purl: string; licenses?: unknown[] }[]
}

const facts = { version: '1.2.3', epoch: 1_700_000_000 }
const bill = JSON.parse(await billOf(facts)) as Bill
const has = (name: string) => bill.components.find((each) => each.name === name)

describe('the bill of materials', () => {
  test('says what it is of, and is of the time of the commit', () => {
    expect(bill.metadata).toMatchObject({
      timestamp: '2023-11-14T22:13:20.000Z',
      component: { name: 'navish', version: '1.2.3' },
    })
  })

  test.each(Object.entries(dependencies))(
    'has %s, in the version that is built in',
    (name, own) => {
      expect(has(name)).toMatchObject({
        version: own,
        purl: `pkg:npm/${name.replace('@', '%40')}@${own}`,
      })
    },
  )

  test('has what these need, too, and the runtime', () => {
    // Of elysia, and of openid-client.
    expect(has('memoirist')).toBeDefined()
    expect(has('jose')).toBeDefined()
    expect(has('bun')?.version).toBe(Bun.version)
  })

  test('has nothing that only builds or tests', () => {
    expect(Object.keys(devDependencies).filter((name) => has(name) !== undefined)).toEqual([])
  })

  test('says under which licence each of them is', () => {
    expect(bill.components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([])
  })

  test('is the same when it is made again', async () => {
    expect(await billOf(facts)).toBe(await billOf(facts))
  })
})
