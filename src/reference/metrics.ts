import { definitions, type Definition } from '../metrics/definitions.ts'
import { code, page, table } from './markdown.ts'

/** Every metric and the bounds of every histogram, from the list that a scrape is written from. */
export function metricsPage(): string {
  const all: Definition[] = Object.values(definitions)
  return page('Metrics', 'src/metrics/definitions.ts', [
    'What `GET /metrics` tells Prometheus, in its text format or as OpenMetrics. Who may ask, and how to set Prometheus and Grafana up: [monitoring](../operate/monitoring.md).',
    'Times are in seconds and sizes in bytes. What ends in `_total`, and every histogram, counts since the server was started. Ids are those of `navish channel list` and `navish integration list`: no name, title or project is in a label.',
    table(
      ['metric', 'kind', 'labels', 'what it tells'],
      all.map(({ name, kind, labels, help }) => [
        code(name),
        kind,
        labels.map(code).join(', '),
        help,
      ]),
    ),
    '## Buckets',
    'The upper bounds of the histograms. In the label `le` a whole number is written with a point: `le="1.0"`.',
    table(
      ['histogram', 'bounds'],
      all.flatMap(({ name, buckets }) =>
        buckets === undefined ? [] : [[code(name), buckets.join(', ')]],
      ),
    ),
  ])
}
