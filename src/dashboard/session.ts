import { computed, signal } from '@preact/signals'
import type { MeView } from '../contract/accounts.ts'
import { includes, type Role } from '../core/account.ts'
import { calls, send, whenForbidden, whenSignedOut } from './api.ts'
import { base } from './base.ts'
import { Problem, sentenceOf } from './problem.ts'

/** Who looks at this: `unknown` until that was asked, null for nobody. */
export const me = signal<MeView | null | 'unknown'>('unknown')

/** Why that could not be asked; null as soon as it is known. */
export const meFault = signal<string | null>(null)

const signedIn = computed(() => (me.value === 'unknown' ? null : me.value))

/** What the signed-in person may do. */
export const role = computed(() => signedIn.value?.role ?? null)

export function may(needed: Role): boolean {
  return role.value !== null && includes(role.value, needed)
}

/** How others see the viewer. */
export const myName = computed(() => signedIn.value?.name ?? '')

/** By which one person is told from another; null: nobody is signed in. */
export const myId = computed(() => signedIn.value && (signedIn.value.user?.id ?? myName.value))

/** Whether a session ended without whoever looks having signed out. */
export const hasEnded = signal(false)

type Forget = (id: string | null) => void
const forgetting = new Set<Forget>()

/** Calls `forget` when somebody else looks from now on, or nobody: nothing of one person is left to the next. */
export function whenSomebodyElse(forget: Forget): void {
  forgetting.add(forget)
}

function become(next: MeView | null): void {
  const before = me.peek()
  meFault.value = null
  if (JSON.stringify(before) === JSON.stringify(next)) return
  const idBefore = myId.peek()
  me.value = next
  const id = myId.peek()
  hasEnded.value = next === null && before !== 'unknown' && !isLeaving
  if (before !== 'unknown' && id !== idBefore) for (const forget of forgetting) forget(id)
}

let turn = 0

/** Asks who is signed in. */
export async function askWho(): Promise<void> {
  const mine = ++turn
  try {
    const found = await calls.showMe({})
    if (mine === turn) become(found)
  } catch (error) {
    if (mine !== turn) return
    if (error instanceof Problem && error.status === 401) become(null)
    // Whoever is known stays: the connection says that something is wrong.
    else if (me.peek() === 'unknown') meFault.value = sentenceOf(error)
  }
}

/** The other tabs of the browser: they have the same session. */
const tabs = new BroadcastChannel(`navish session ${base}`)
tabs.addEventListener('message', () => void askWho())

/** Asks who is signed in now, and lets the other tabs ask, too. */
export async function whoChanged(): Promise<void> {
  await askWho()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  tabs.postMessage('ask')
}

let isLeaving = false

export async function signOut(): Promise<void> {
  isLeaving = true
  try {
    await send('POST', '/v1/auth/sign-out')
    await whoChanged()
  } finally {
    isLeaving = false
  }
}

whenSignedOut(() => become(null))
// Perhaps they have another role by now.
whenForbidden(() => void askWho())

/** ms: how often it is asked again while nobody answers, and otherwise. */
const patience = { unknown: 3_000, known: 30_000 }

/** Asks again when somebody comes back to the page, and while it is not known. */
export function keepAsking(): void {
  const askIfUnknown = () => {
    if (meFault.peek() !== null) void askWho()
  }
  setInterval(askIfUnknown, patience.unknown)
  setInterval(() => {
    // They may have another role by now, or be signed in after all.
    const isOver = me.peek() === null && !hasEnded.peek()
    if (document.visibilityState === 'visible' && !isOver) void askWho()
  }, patience.known)
  window.addEventListener('online', askIfUnknown)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void askWho()
  })
}
