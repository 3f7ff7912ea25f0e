import { expect, test } from 'bun:test'
import { definitions } from '../../src/metrics/definitions.ts'
import { metricsPage } from '../../src/reference/metrics.ts'

test('the page of the metrics has a row for each, with its kind, its labels and what it tells', () => {
  const rows = metricsPage().split('\n')

  for (const { name, kind, labels, help } of Object.values(definitions)) {
    const row = rows.find((line) => line.startsWith(`| \`${name}\` | ${kind} |`))
    expect(row).toContain(help)
    for (const label of labels) expect(row).toContain(`\`${label}\``)
  }
})
