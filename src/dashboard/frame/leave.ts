import { finishHeld } from '../alerts/held.ts'
import { me, signOut } from '../session.ts'
import { toast, toastFault } from '../toasts.tsx'

/** Signs out, after what was decided is done; not when that cannot be done. */
export async function leave(): Promise<void> {
  try {
    await finishHeld()
  } catch {
    // It is said already.
    return
  }
  try {
    await signOut()
    if (me.value !== null) {
      toast('The proxy in front of Navish signs you in: sign out there.', { kind: 'failed' })
    }
  } catch (error) {
    toastFault(error)
  }
}
