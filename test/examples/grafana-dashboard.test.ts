import { describe, expect, test } from 'bun:test'
import { labelsOf, example, namesIn, seriesNames } from './setup.ts'

interface Panel {
  id: number
  type: string
  title: string
  datasource?: { uid: string }
  gridPos: { x: number; y: number; w: number; h: number }
  targets?: { expr: string; datasource: { uid: string } }[]
  fieldConfig?: { defaults: { unit?: string } }
}
interface Dashboard {
  title: string
  panels: Panel[]
  templating: { list: { name: string; type: string; query: unknown }[] }
}

const text = await Bun.file(example('grafana-dashboard.json')).text()
const dashboard = JSON.parse(text) as Dashboard
const panels = dashboard.panels.filter(({ type }) => type !== 'row')
const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))

describe('the dashboard for Grafana', () => {
  test('speaks only of metrics that there are', () => {
    const names = new Set([
      ...expressions.flatMap(namesIn),
      ...namesIn(JSON.stringify(dashboard.templating)),
    ])

    expect([...names].filter((name) => !seriesNames.has(name))).toEqual([])
    expect(names.size).toBeGreaterThan(30)
    expect(
      [...text.matchAll(/navish_[a-z_]+/g)]
        .map(([name]) => name)
        .filter((name) => !seriesNames.has(name)),
    ).toEqual([])
  })

  test('sums by labels that these metrics have', () => {
    const wrong = expressions.filter((expr) => {
      const [, by = ''] = /\bby \(([^)]*)\)/.exec(expr) ?? []
      const labels = by === '' ? [] : by.split(',').map((label) => label.trim())
      return namesIn(expr).some((name) => labels.some((label) => !labelsOf(name).includes(label)))
    })

    expect(wrong).toEqual([])
  })

  test('can be used with any Prometheus, because none is named', () => {
    const sources = panels.flatMap(({ datasource, targets = [] }) => [
      datasource?.uid,
      ...targets.map((target) => target.datasource.uid),
    ])

    expect(new Set(sources)).toEqual(new Set([`\${datasource}`]))
    expect(dashboard.templating.list).toContainEqual(
      expect.objectContaining({ name: 'datasource', type: 'datasource', query: 'prometheus' }),
    )
  })

  test('says the unit of each panel', () => {
    expect(panels.filter(({ fieldConfig }) => fieldConfig?.defaults.unit === undefined)).toEqual([])
  })

  test('has each panel once, and none over another', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from(
        { length: w * h },
        (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`,
      ),
    )
    expect(new Set(cells).size).toBe(cells.length)
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24)
  })
})
