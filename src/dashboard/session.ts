import { computed, signal } from '@preact/signals'
import type { MeView } from '../contract/accounts.ts'
import { includes, type Role } from '../core/account.ts'
import { calls, send, whenSignedOut } from './api.ts'
import { Problem, sentenceOf } from './problem.ts'

/** Who looks at this: `unknown` until that was asked, null for nobody. */
export const me = signal<MeView | null | 'unknown'>('unknown')

/** Why that could not be asked. */
export const meFault = signal<string | null>(null)

/** What the signed-in person may do. */
export const role = computed(() => (typeof me.value === 'object' ? (me.value?.role ?? null) : null))

export function may(needed: Role): boolean {
  return role.value !== null && includes(role.value, needed)
}

/** How others see the viewer. */
export const myName = computed(() =>
  typeof me.value === 'object' && me.value !== null ? me.value.name : '',
)

/** Asks who is signed in. */
export async function askWho(): Promise<void> {
  try {
    me.value = await calls.showMe({})
    meFault.value = null
  } catch (error) {
    if (error instanceof Problem && error.status === 401) me.value = null
    else meFault.value = sentenceOf(error)
  }
}

export async function signOut(): Promise<void> {
  await send('POST', '/v1/auth/sign-out')
  await askWho()
}

whenSignedOut(() => {
  me.value = null
})
