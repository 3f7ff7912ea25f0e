import { describe, expect, test } from 'bun:test'
import { waysOf, type Match, type Rule, type Subject } from '../../src/core/rule.ts'

const everything: Match = { integrationIds: [], projects: [], leastSeverity: 'info', changes: [] }

function aRule(
  id: string,
  fields: Partial<Omit<Rule, 'match'>> & { match?: Partial<Match> },
): Rule {
  const { match, ...rest } = fields
  return {
    id,
    isEnabled: true,
    channelIds: ['chat'],
    isLast: false,
    ...rest,
    match: { ...everything, ...match },
  }
}

const subject: Subject = {
  change: 'opened',
  integrationId: '1',
  projectSlug: 'shop',
  severity: 'error',
}

const conditions: [string, Partial<Match>, boolean][] = [
  ['no condition', {}, true],
  ['its severity', { leastSeverity: 'error' }, true],
  ['a milder severity', { leastSeverity: 'warning' }, true],
  ['a worse severity', { leastSeverity: 'critical' }, false],
  ['its integration among others', { integrationIds: ['7', '1'] }, true],
  ['another integration', { integrationIds: ['7'] }, false],
  ['its project', { projects: ['shop'] }, true],
  ['another project', { projects: ['blog'] }, false],
  ['its change', { changes: ['opened'] }, true],
  ['another change', { changes: ['resolved'] }, false],
  ['one that fits and one that does not', { projects: ['shop'], integrationIds: ['7'] }, false],
]

describe('a rule', () => {
  test.each(conditions)('with %s', (_what, match, fits) => {
    expect(waysOf([aRule('r', { match })], subject)).toHaveLength(fits ? 1 : 0)
  })

  test('for a project does not match an alert that has none', () => {
    const rules = [aRule('r', { match: { projects: ['shop'] } })]

    expect(waysOf(rules, { ...subject, projectSlug: null })).toEqual([])
  })

  test('that is switched off is passed over', () => {
    expect(waysOf([aRule('r', { isEnabled: false, isLast: true })], subject)).toEqual([])
  })
})

describe('rules', () => {
  test('tell each channel once, because of the first that names it', () => {
    const rules = [
      aRule('first', { channelIds: ['chat', 'mail'] }),
      aRule('second', { channelIds: ['mail', 'pager'] }),
    ]

    expect(waysOf(rules, subject)).toEqual([
      { channelId: 'chat', ruleId: 'first' },
      { channelId: 'mail', ruleId: 'first' },
      { channelId: 'pager', ruleId: 'second' },
    ])
  })

  test('end with the first match that says so', () => {
    const rules = [
      aRule('other', { match: { projects: ['blog'] }, isLast: true, channelIds: ['blog'] }),
      aRule('first', { isLast: true }),
      aRule('second', { channelIds: ['pager'] }),
    ]

    expect(waysOf(rules, subject).map(({ ruleId }) => ruleId)).toEqual(['first'])
  })
})
