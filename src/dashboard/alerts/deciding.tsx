import { useState } from 'preact/hooks'
import type { AlertView } from '../../contract/alerts.ts'
import { now } from '../clock.ts'
import type { Keys } from '../frame/keys.tsx'
import { may } from '../session.ts'
import { toast } from '../toasts.tsx'
import { acknowledge, resolve, unacknowledge, unsnooze } from './actions.ts'
import { AssignDialog } from './assign-dialog.tsx'
import { isSnoozed } from './filter.ts'
import { SnoozeDialog } from './snooze-dialog.tsx'

/** What can be done to some alerts, and the dialog for what takes another word. */
export interface Deciding {
  acknowledge: (alerts: readonly AlertView[]) => Promise<void>
  snooze: (alerts: readonly AlertView[]) => Promise<void>
  resolve: (alerts: readonly AlertView[]) => void
  assign: (alerts: readonly AlertView[]) => void
  dialog: preact.JSX.Element | null
}

/** @param known who has alerts, to be chosen from */
export function useDeciding(known: readonly string[]): Deciding {
  const [open, setOpen] = useState<{ kind: 'snooze' | 'assign'; alerts: readonly AlertView[] }>()
  const close = () => setOpen(undefined)

  return {
    async acknowledge(alerts) {
      const some = alerts.filter(isUnresolved)
      if (some.length === 0) return
      const isTaken = some.every(({ status }) => status === 'acknowledged')
      await (isTaken ? unacknowledge(some) : acknowledge(some))
    },
    async snooze(alerts) {
      const some = alerts.filter(isUnresolved)
      if (some.length === 0) return
      if (some.every((alert) => isSnoozed(alert, now.value))) await unsnooze(some)
      else setOpen({ kind: 'snooze', alerts: some })
    },
    resolve(alerts) {
      const some = alerts.filter(isUnresolved)
      if (some.length > 0) resolve(some)
    },
    assign(alerts) {
      const some = alerts.filter(isUnresolved)
      if (some.length > 0) setOpen({ kind: 'assign', alerts: some })
    },
    dialog:
      open === undefined ? null : open.kind === 'snooze' ? (
        <SnoozeDialog alerts={open.alerts} onClose={close} />
      ) : (
        <AssignDialog alerts={open.alerts} known={known} onClose={close} />
      ),
  }
}

function isUnresolved({ status }: AlertView): boolean {
  return status !== 'resolved'
}

/** The keys for what can be done to the alerts that are meant. */
export function keysFor(deciding: Deciding, meant: () => readonly AlertView[]): Keys {
  const does = (act: (alerts: readonly AlertView[]) => unknown) => () => {
    const alerts = meant()
    if (alerts.length === 0) return
    if (may('operator')) act(alerts)
    else
      toast('You may look, but not change anything: that takes the role operator.', {
        kind: 'failed',
      })
  }
  return {
    a: does(deciding.acknowledge),
    s: does(deciding.snooze),
    r: does(deciding.resolve),
    e: does(deciding.assign),
  }
}
