import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { isContainer, LongNumber, portion, type Container, type Json } from './json.ts'
import { isPersonalKey, looksPersonal, nameBeside } from './personal.ts'
import { LongText } from './text.tsx'

interface TreeProps {
  value: Json
  /** What is open before anybody opened anything. */
  open: ReadonlySet<Container>
}

/** JSON, to be opened part by part: what is closed is not there yet, however large it is. */
export function Tree({ value, open }: TreeProps) {
  return (
    <div class="tree mono">
      {isContainer(value) ? (
        <Entries value={value} path={[]} open={open} isShown={false} />
      ) : (
        <Value value={value} />
      )}
    </div>
  )
}

interface PartProps {
  value: Container
  /** The keys that lead here. */
  path: readonly string[]
  open: ReadonlySet<Container>
  /** Whether somebody asked to see the personal data in it. */
  isShown: boolean
}

function Entries({ value, path, open, isShown }: PartProps) {
  const [shown, setShown] = useState(portion)
  const keys = Object.keys(value)
  if (keys.length === 0) return <p class="quiet">{summaryOf(value)}</p>
  const left = keys.length - shown
  return (
    <ul>
      {keys.slice(0, shown).map((key) => (
        <Entry key={key} around={value} name={key} path={path} open={open} isShown={isShown} />
      ))}
      {left > 0 && (
        <li>
          <button type="button" class="reveal" onClick={() => setShown(shown + portion)}>
            show {Math.min(left, portion)} more of {left.toLocaleString('en')}
          </button>
        </li>
      )}
    </ul>
  )
}

interface EntryProps extends Omit<PartProps, 'value'> {
  around: Container
  name: string
}

function Entry({ around, name, path, open, isShown }: EntryProps) {
  const [isRevealed, setRevealed] = useState(false)
  const value = (around as Record<string, Json>)[name] ?? null
  const mayShow = isShown || isRevealed
  const here = [...path, name]
  const key = <span class={Array.isArray(around) ? 'place' : 'key'}>{name}</span>
  if (!mayShow && isPersonal(value, around, here)) {
    return (
      <li class="line">
        {key}
        <button
          type="button"
          class="reveal"
          aria-label={`Show personal data: ${name}`}
          onClick={() => setRevealed(true)}
        >
          show personal data
        </button>
      </li>
    )
  }
  if (!isContainer(value) || Object.keys(value).length === 0) {
    return (
      <li class="line">
        {key}
        <Value value={value} />
      </li>
    )
  }
  return (
    <li>
      <Foldable
        value={value}
        path={here}
        open={open}
        isShown={mayShow}
        isOpen={isRevealed || open.has(value)}
      >
        {key}
      </Foldable>
    </li>
  )
}

interface FoldableProps extends PartProps {
  isOpen: boolean
  children: ComponentChildren
}

function Foldable({ isOpen: isOpenAtFirst, children, ...part }: FoldableProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {children}
        <span class="quiet">{summaryOf(part.value)}</span>
      </summary>
      {isOpen && <Entries {...part} />}
    </details>
  )
}

function Value({ value }: { value: Json }) {
  if (typeof value === 'string') return <LongText text={value} />
  if (value instanceof LongNumber) return <span class="number">{value.text}</span>
  if (isContainer(value)) return <span class="quiet">{summaryOf(value)}</span>
  return <span class={value === null ? 'quiet' : 'number'}>{String(value)}</span>
}

function summaryOf(value: Container): string {
  const count = Object.keys(value).length
  if (Array.isArray(value)) return count === 0 ? '[ ]' : `[ ${count.toLocaleString('en')} ]`
  return count === 0 ? '{ }' : `{ ${count.toLocaleString('en')} }`
}

function isPersonal(value: Json, around: Container, path: readonly string[]): boolean {
  if (value === null || value === '' || typeof value === 'boolean') return false
  if (isContainer(value) && Object.keys(value).length === 0) return false
  if (typeof value === 'string' && looksPersonal(value)) return true
  if (!Array.isArray(around) && isPersonalKey(path)) return true
  const beside = nameBeside(around, path.at(-1) ?? '')
  return beside !== null && isPersonalKey([...path.slice(0, -1), beside])
}
