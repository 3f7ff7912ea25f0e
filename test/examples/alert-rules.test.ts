import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { parse } from 'yaml'
import { setup } from '../metrics/setup.ts'
import { askPromtool, example, labelsOf, namesIn, promtool, seriesNames } from './setup.ts'

interface Rule {
  alert: string
  expr: string
  for: string
  labels: { severity: string }
  annotations: { summary: string; description: string }
}
interface Rules {
  groups: { rules: Rule[] }[]
}

const file = example('alert-rules.yaml')
const cases = join(import.meta.dir, 'alert-rules.yaml')
const rules = (parse(await Bun.file(file).text()) as Rules).groups.flatMap((group) => group.rules)

describe('the alert rules', () => {
  test('speak only of metrics that there are', () => {
    const names = rules.flatMap(({ expr, annotations: { description } }) =>
      namesIn(expr + description),
    )
    const known = (name: string) => seriesNames.has(name) || seriesNames.has(`${name}_bucket`)

    expect(names.filter((name) => !known(name))).toEqual([])
  })

  test.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s says how bad it is and what to do, with labels that are there',
    (name, { expr, for: wait, labels, annotations: { summary, description } }) => {
      expect(wait).toMatch(/^\d+[mh]$/)
      expect(name).toMatch(/^Navish[A-Z][A-Za-z]+$/)
      expect(['critical', 'warning']).toContain(labels.severity)
      expect(summary).toMatch(/^\S.{10,70}[^.]$/)
      expect(description.length).toBeGreaterThan(100)
      const used = [...description.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label ?? '')
      const there = namesIn(expr).flatMap(labelsOf)
      expect(used.filter((label) => label !== 'instance' && !there.includes(label))).toEqual([])
      expect(used).toContain('instance')
    },
  )

  test('are each explained where it says what to do', async () => {
    const page = await Bun.file(join(import.meta.dir, '../../docs/operate/monitoring.md')).text()

    expect(
      rules.filter(({ alert }) => !page.includes(`\n### ${alert}\n`)).map(({ alert }) => alert),
    ).toEqual([])
  })

  test('are each tried with series', async () => {
    const text = await Bun.file(cases).text()

    expect(rules.filter(({ alert }) => !text.includes(alert)).map(({ alert }) => alert)).toEqual([])
  })

  test.skipIf(promtool === null)('are accepted by promtool', async () => {
    expect(await askPromtool(['check', 'rules', file])).toContain(`${rules.length} rules found`)
  })

  test.skipIf(promtool === null)(
    'fire when they should, and not when they should not',
    async () => {
      expect(await askPromtool(['test', 'rules', cases])).toContain('SUCCESS')
    },
  )
})

test.skipIf(promtool === null)('promtool has nothing to say of the metrics', async () => {
  await using t = setup()
  const fact = { from: 0, to: 3, headers: new Headers() }
  t.observer.answered({ ...fact, method: 'GET', route: '/v1/alerts/{id}', status: 200 })
  t.observer.attempted({
    ...fact,
    channelId: '1',
    channelKind: 'slack',
    result: 'sent',
    status: 200,
    outcomes: ['sent'],
  })

  expect(await askPromtool(['check', 'metrics'], await t.metrics.scrape('prometheus'))).toBe('\n')
})
