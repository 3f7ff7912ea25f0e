import { alertStatuses } from '../../core/alert.ts'
import { severities } from '../../core/severity.ts'
import type { AlertFilter } from '../store.ts'
import { oneOf, type Bound, type Condition } from './conditions.ts'
import { rowOf } from './ids.ts'

/** Something that is asked for and that an index knows, in the order of ids. */
export interface Facet {
  index: string
  column: string
  /** `=`: one of these. */
  operator: '=' | '>'
  values: readonly Bound[]
}

/** What of a filter there are indexes for. */
export function facetsOf(filter: AlertFilter): Facet[] {
  const { status, severity, integrationId, project, snoozed, assignee } = filter
  const facets: Facet[] = []
  const add = (name: keyof typeof columns, values: readonly Bound[]) =>
    facets.push({
      index: `alerts_${name}`,
      column: columns[name],
      operator: name === 'snoozed' ? '>' : '=',
      values: [...new Set(values)],
    })
  if (typeof assignee === 'string') add('assignee', [assignee])
  if (project !== undefined) add('project', [project])
  if (snoozed?.is === true) add('snoozed', [snoozed.at])
  if (status !== undefined && !isAny(status, alertStatuses)) add('status', status)
  if (integrationId !== undefined) add('integration', [rowOf(integrationId, 'integration')])
  if (severity !== undefined && !isAny(severity, severities)) add('severity', severity)
  return facets
}

/** The rest of a filter, but for its text. */
export function conditionsOf(filter: AlertFilter): Condition[] {
  const { snoozed, assignee, openedFrom, openedBefore } = filter
  const conditions: Condition[] = []
  const add = (sql: string, ...values: Bound[]) => conditions.push({ sql, values })
  if (assignee === null) add('assignee is null')
  if (snoozed?.is === false) add('(snoozed_until is null or snoozed_until <= ?)', snoozed.at)
  if (openedFrom !== undefined) add('opened_at >= ?', openedFrom)
  if (openedBefore !== undefined) add('opened_at < ?', openedBefore)
  return conditions
}

/** That a row of the table has a facet. */
export function facetCondition(facet: Facet, table = 'alerts'): Condition {
  const { column, operator, values } = facet
  const name = `${table}.${column}`
  return operator === '=' ? oneOf(name, values) : { sql: `${name} > ?`, values }
}

const columns = {
  assignee: 'assignee',
  project: 'project_slug',
  snoozed: 'snoozed_until',
  status: 'status',
  integration: 'integration_id',
  severity: 'severity',
}

function isAny(values: readonly string[], all: readonly string[]): boolean {
  return all.every((value) => values.includes(value))
}
