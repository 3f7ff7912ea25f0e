import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Dialog } from '../parts/dialog.tsx'
import { areKeysOn, turnKeys } from './keys-setting.ts'

/** What keys do on the page that is shown: `j`, `Enter`, `?`. */
export type Keys = Record<string, () => void>

const stack: { current: Keys }[] = []

/** Lets keys do something while a page is shown. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    stack.push(latest)
    return () => {
      stack.splice(stack.indexOf(latest), 1)
    }
  }, [])
}

export const isHelpShown = signal(false)

const mayRepeat = new Set(['j', 'k', 'ArrowDown', 'ArrowUp'])

/** Listens for keys that are not meant for a field or a dialog. */
export function listenForKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (!areKeysOn.value && event.key.length === 1) return
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (document.querySelector('dialog[open]') !== null || isTyping(event.target, event.key)) return
    if (event.key === '?') {
      isHelpShown.value = true
      event.preventDefault()
      return
    }
    const does = stack.findLast(({ current }) => event.key in current)?.current[event.key]
    if (does === undefined) return
    event.preventDefault()
    // A key that is held down decides once; it moves on and on.
    if (event.repeat && !mayRepeat.has(event.key)) return
    does()
  })
}

function isTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName)) return true
  if (target.tagName === 'INPUT') {
    return !/^(?:checkbox|radio)$/.test((target as HTMLInputElement).type) || key === ' '
  }
  // Enter and the space bar press what has the focus.
  return (key === 'Enter' || key === ' ') && /^(?:A|BUTTON|SUMMARY)$/.test(target.tagName)
}

const help: readonly (readonly [keys: string, does: string])[] = [
  ['j k', 'next, previous alert'],
  ['Enter', 'open it'],
  ['a', 'acknowledge, or unacknowledge'],
  ['s', 'snooze, or wake'],
  ['r', 'resolve'],
  ['e', 'assign'],
  ['x', 'select'],
  ['u', 'undo'],
  ['t', 'times: how long ago, or when'],
  ['/', 'search'],
  ['Esc', 'clear the selection, go back'],
  ['?', 'this help'],
]

/** What the keys do. */
export function KeyHelp() {
  if (!isHelpShown.value) return null
  return (
    <Dialog title="Keyboard" onClose={() => (isHelpShown.value = false)}>
      <dl class="keys">
        {help.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={areKeysOn.value}
          onChange={(event) => turnKeys(event.currentTarget.checked)}
        />
        <span>Single keys do this</span>
      </label>
    </Dialog>
  )
}
