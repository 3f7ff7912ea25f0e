import { expect, test } from 'bun:test'
import { runOwn } from '../../src/upkeep/own-process.ts'

test('a command of its own reads no setting that this process was told in another way', async () => {
  const wrong = {
    PORT: 'tcp://192.0.2.1:80',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317',
    OTEL_EXPORTER_OTLP_HEADERS_FILE: '/nowhere/headers',
    STATE_DIRECTORY: '/nowhere/data',
    CREDENTIALS_DIRECTORY: '/nowhere',
  }
  const before = { ...process.env }
  Object.assign(process.env, wrong)
  try {
    const { code, out, err } = await runOwn(['config', 'print', '--json', '--sources']).ended

    expect([code, err]).toEqual([0, ''])
    const sources = Object.values(JSON.parse(out) as Record<string, { from: string }>)
    expect(new Set(sources.map(({ from }) => from))).toEqual(new Set(['default']))
  } finally {
    for (const name of Object.keys(wrong)) delete process.env[name]
    Object.assign(process.env, before)
  }
})
