import type { AlertView } from '../../../src/contract/alerts.ts'
import { severities } from '../../../src/core/severity.ts'
import type { AskPage } from '../../../src/dashboard/alerts/slice.ts'
import { aView } from '../builders.ts'

/** Alerts that can be asked for as the API is, and changed meanwhile. */
export function anApi(count: number) {
  const alerts = new Map<string, AlertView>()
  let revision = 0
  const asked: Record<string, string>[] = []

  function put(id: number, fields: Partial<AlertView> = {}): AlertView {
    revision += 1
    const known = alerts.get(`${id}`) ?? aView({ id: `${id}`, title: `Issue ${id}` })
    const alert = { ...known, ...fields, revision }
    alerts.set(alert.id, alert)
    return alert
  }
  for (let id = 1; id <= count; id += 1) put(id, { severity: severities[id % 4] ?? 'info' })

  const ask: AskPage = async (query) => {
    asked.push(query)
    const { status = '', severity = '', snoozed, limit = '50', cursor } = query
    const found = Array.from(alerts.values())
      .filter((alert) => status === '' || status.split(',').includes(alert.status))
      .filter((alert) => severity === '' || severity.split(',').includes(alert.severity))
      .filter((alert) => snoozed === undefined || (snoozed === 'true') === (alert.snooze !== null))
      .filter(({ id }) => cursor === undefined || Number(id) < Number(cursor))
      .toSorted((a, b) => Number(b.id) - Number(a.id))
    const items = found.slice(0, Number(limit))
    // As the API: an answer is what was when it was made.
    await Promise.resolve()
    return { items, nextCursor: found.length > items.length ? (items.at(-1)?.id ?? null) : null }
  }
  return { alerts, asked, put, ask }
}
