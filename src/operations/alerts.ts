import type { Calls } from '../contract/contract.ts'
import type { InputOf } from '../contract/operation.ts'
import type { alertOperations } from '../contract/alerts.ts'
import type { AlertFilter } from '../store/store.ts'
import { alertDetailView, alertView } from '../views.ts'
import type { Scope } from './calls.ts'
import { pageOf, pageView } from './paging.ts'

type Asked = InputOf<(typeof alertOperations)['listAlerts']>

/** Reading alerts. */
export function alertCalls({
  store,
  clock,
  patience,
}: Scope): Pick<Calls, 'listAlerts' | 'showAlert' | 'alertHistory'> {
  return {
    async listAlerts(asked) {
      const now = clock()
      const found = await store.listAlerts(filterOf(asked, now), pageOf(asked, patience))
      return pageView(found, (alert) => alertView(alert, now))
    },

    async alertHistory({ id, limit = 20 }) {
      const now = clock()
      const found = await store.listHistory(id, limit)
      return { items: found.map((alert) => alertView(alert, now)) }
    },

    async showAlert({ id, timelineLimit = 1000 }) {
      return alertDetailView(await store.showAlert(id, timelineLimit), clock())
    },
  }
}

function filterOf(asked: Asked, now: number): AlertFilter {
  const { status, severity, integrationId, project, text, snoozed, assignee } = asked
  const { openedFrom, openedBefore } = asked
  return {
    ...(status && { status }),
    ...(severity && { severity }),
    ...(integrationId !== undefined && { integrationId }),
    ...(project !== undefined && { project }),
    ...(text !== undefined && { text }),
    ...(openedFrom !== undefined && { openedFrom: Date.parse(openedFrom) }),
    ...(openedBefore !== undefined && { openedBefore: Date.parse(openedBefore) }),
    ...(snoozed !== undefined && { snoozed: { is: snoozed, at: now } }),
    ...(assignee !== undefined && { assignee: assignee === '' ? null : assignee }),
  }
}
