import { describe, expect, test } from 'bun:test'
import { codeOf, pagesOf, setup, unknownIds, type Open } from './setup.ts'
import { aChannel, aRule, audit } from './telling.ts'

const unchecked = { ifRevision: null }

export function describeChannels(open: Open): void {
  describe('channels', () => {
    test('are kept as they were given, and begin well', async () => {
      await using t = await setup(open)

      const { ruleId, ...created } = await t.store.createChannel(aChannel(), audit)

      expect(await t.store.showChannel(created.id)).toEqual(created)
      expect(created).toMatchObject({
        ...aChannel(),
        isEnabled: true,
        breaker: { failures: 0, restsUntil: null },
        pending: 0,
        dead: 0,
        lastSentAt: null,
      })
      expect(ruleId).toBeNull()
      const { items } = await t.store.listAudit({}, { limit: 1 })
      expect(items).toMatchObject([{ target: `channel ${created.id}` }])
    })

    test('bring a first rule along while there is none, and no other', async () => {
      await using t = await setup(open)
      const match = {
        integrationIds: [],
        projects: [],
        leastSeverity: 'error',
        changes: [],
      } as const
      const rule = { name: 'worst', isEnabled: true, match, isLast: false }
      const first = { rule, audit: { ...audit, action: 'rule.create' } }

      const one = await t.store.createChannel(aChannel(), audit, first)
      const two = await t.store.createChannel(aChannel(), audit, first)

      expect([one.ruleId, two.ruleId]).toEqual(['1', null])
      expect(await t.store.listRules()).toMatchObject([{ ...rule, channelIds: [one.id] }])
      const { items } = await t.store.listAudit({}, { limit: 3 })
      expect(items.map(({ target }) => target)).toEqual(['channel 2', 'rule 1', 'channel 1'])
    })

    test('are listed newest first, in pages', async () => {
      await using t = await setup(open)
      for (const name of ['a', 'b', 'c']) await t.store.createChannel(aChannel({ name }), audit)

      expect(await pagesOf((page) => t.store.listChannels(page), 2)).toEqual([['3', '2'], ['1']])
    })

    test('change in part, and not behind the back of somebody else', async () => {
      await using t = await setup(open)
      const { id, revision } = await t.store.createChannel(aChannel(), audit)

      const changed = await t.store.updateChannel(id, { name: 'new', ifRevision: revision }, audit)
      const late = t.store.updateChannel(id, { name: 'late', ifRevision: revision }, audit)

      expect(changed).toMatchObject({ name: 'new', sealed: 'v1.sealed' })
      expect(changed.revision).toBeGreaterThan(revision)
      expect(await codeOf(late)).toBe('precondition_failed')
    })

    test('fall back to another one that is there, and not to themselves', async () => {
      await using t = await setup(open)
      const { id: first } = await t.store.createChannel(aChannel(), audit)

      const second = await t.store.createChannel(aChannel({ fallbackId: first }), audit)
      const itself = t.store.updateChannel(first, { fallbackId: first, ...unchecked }, audit)
      const none = t.store.updateChannel(first, { fallbackId: '77', ...unchecked }, audit)
      await t.store.deleteChannel(first, 9, audit)

      expect(second.fallbackId).toBe(first)
      expect(await codeOf(itself)).toBe('invalid_request')
      expect(await codeOf(none)).toBe('not_found')
      expect((await t.store.showChannel(second.id)).fallbackId).toBeNull()
    })

    test('are gone when they are deleted, and no rule names them', async () => {
      await using t = await setup(open)
      const { id } = await t.store.createChannel(aChannel(), audit)
      const { id: other } = await t.store.createChannel(aChannel(), audit)
      const rule = await t.store.createRule(aRule([id, other]), audit)

      await t.store.deleteChannel(id, 9, audit)

      expect(await codeOf(t.store.showChannel(id))).toBe('not_found')
      expect((await t.store.listChannels({ limit: 9 })).items.map((each) => each.id)).toEqual([
        other,
      ])
      expect((await t.store.showRule(rule.id)).channelIds).toEqual([other])
    })

    test('that are none are not found', async () => {
      await using t = await setup(open)

      for (const id of unknownIds) {
        expect(await codeOf(t.store.showChannel(id))).toBe('not_found')
        expect(await codeOf(t.store.updateChannel(id, unchecked, audit))).toBe('not_found')
        expect(await codeOf(t.store.deleteChannel(id, 1, audit))).toBe('not_found')
      }
    })
  })

  describe('rules', () => {
    test('stand in the order in which they were made, until one is moved', async () => {
      await using t = await setup(open)
      for (const name of ['a', 'b', 'c']) await t.store.createRule(aRule([], { name }), audit)
      const order = async () => (await t.store.listRules()).map(({ name }) => name).join('')

      const made = await order()
      await t.store.updateRule('3', { position: 1, ...unchecked }, audit)
      const moved = await order()
      await t.store.updateRule('3', { position: 99, ...unchecked }, audit)
      const last = await order()
      await t.store.deleteRule('1', audit)

      expect([made, moved, last, await order()]).toEqual(['abc', 'cab', 'abc', 'bc'])
      expect((await t.store.listRules()).map(({ position }) => position)).toEqual([1, 2])
    })

    test('change in part, and not behind the back of somebody else', async () => {
      await using t = await setup(open)
      const { id: channelId } = await t.store.createChannel(aChannel(), audit)
      const { id, revision } = await t.store.createRule(aRule([], { name: 'a' }), audit)

      const change = { channelIds: [channelId], isLast: true, ifRevision: revision }
      const changed = await t.store.updateRule(id, change, audit)
      const late = t.store.updateRule(id, { name: 'late', ifRevision: revision }, audit)

      expect(changed).toMatchObject({ name: 'a', channelIds: [channelId], isLast: true })
      expect(await codeOf(late)).toBe('precondition_failed')
    })

    test('name only channels that are there', async () => {
      await using t = await setup(open)
      await t.store.createRule(aRule([], { name: 'a' }), audit)

      expect(await codeOf(t.store.createRule(aRule(['7']), audit))).toBe('not_found')
      const change = { channelIds: ['7'], ...unchecked }
      expect(await codeOf(t.store.updateRule('1', change, audit))).toBe('not_found')
    })

    test('that are none are not found', async () => {
      await using t = await setup(open)

      for (const id of unknownIds) {
        expect(await codeOf(t.store.showRule(id))).toBe('not_found')
        expect(await codeOf(t.store.updateRule(id, unchecked, audit))).toBe('not_found')
        expect(await codeOf(t.store.deleteRule(id, audit))).toBe('not_found')
      }
    })
  })
}
