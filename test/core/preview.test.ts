import { describe, expect, test } from 'bun:test'
import { previewOf, type Past } from '../../src/core/preview.ts'
import type { Match, Rule } from '../../src/core/rule.ts'

const everything: Match = { integrationIds: [], projects: [], leastSeverity: 'info', changes: [] }
const none = { opened: 0, reopened: 0, resolved: 0 }

function aRule(
  id: string,
  { match, ...fields }: Partial<Omit<Rule, 'match'>> & { match?: Partial<Match> } = {},
): Rule {
  const rule = { id, isEnabled: true, channelIds: ['chat'], isLast: false }
  return { ...rule, ...fields, match: { ...everything, ...match } }
}

function aPast(id: string, fields: Partial<Past> = {}): Past {
  return {
    id,
    integrationId: '1',
    project: { slug: 'shop', name: 'Shop' },
    title: 'TypeError',
    severity: 'error',
    openedAt: 1000,
    resolvedAt: null,
    regressed: false,
    ...fields,
  }
}

describe('a preview', () => {
  test('counts openings, regressions and resolves by channel and by rule', () => {
    const rules = [aRule('1', { channelIds: ['chat', 'mail'] }), aRule('2')]
    const pasts = [
      aPast('1'),
      aPast('2', { regressed: true }),
      aPast('3', { regressed: true, resolvedAt: 2000 }),
    ]

    const { channels, rules: byRule, untold } = previewOf(rules, pasts, 20)

    const counts = { opened: 1, reopened: 2, resolved: 1 }
    expect([...channels]).toEqual([
      ['chat', counts],
      ['mail', counts],
    ])
    expect([...byRule]).toEqual([['1', { opened: 2, reopened: 4, resolved: 2 }]])
    expect(untold).toEqual(none)
  })

  test('counts what nobody would have heard of', () => {
    const rules = [aRule('1', { match: { leastSeverity: 'critical' } })]

    const preview = previewOf(rules, [aPast('1', { resolvedAt: 2000 })], 20)

    expect(preview).toEqual({
      untold: { opened: 1, reopened: 0, resolved: 1 },
      channels: new Map(),
      rules: new Map(),
      examples: [],
    })
  })

  test('tells a resolve where the opening was told', () => {
    const rules = [
      aRule('1', { channelIds: ['chat'], match: { changes: ['opened', 'resolved'] } }),
      aRule('2', { channelIds: ['mail'], match: { changes: ['resolved'] } }),
    ]

    const { channels } = previewOf(rules, [aPast('1', { resolvedAt: 2000 })], 20)

    expect([...channels]).toEqual([['chat', { opened: 1, reopened: 0, resolved: 1 }]])
  })

  test('tells no resolve where the rule leaves resolves out', () => {
    const rules = [aRule('1', { match: { changes: ['opened'] } }), aRule('2')]

    const { channels, untold } = previewOf(rules, [aPast('1', { resolvedAt: 2000 })], 20)

    expect([...channels]).toEqual([['chat', { opened: 1, reopened: 0, resolved: 0 }]])
    expect(untold).toEqual({ opened: 0, reopened: 0, resolved: 1 })
  })

  test('gives the newest as examples, and only so many', () => {
    const pasts = [aPast('1', { resolvedAt: 9000 }), aPast('2', { openedAt: 3000 }), aPast('3')]

    const { examples } = previewOf([aRule('1')], pasts, 2)

    expect(examples.map(({ at, change, alert }) => [at, change, alert.id])).toEqual([
      [9000, 'resolved', '1'],
      [3000, 'opened', '2'],
    ])
    expect(examples[0]?.ways).toEqual([{ channelId: 'chat', ruleId: '1' }])
  })

  test('of no rules tells nothing', () => {
    expect(previewOf([], [aPast('1')], 20).untold).toEqual({ ...none, opened: 1 })
  })
})
