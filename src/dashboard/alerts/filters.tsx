import { useEffect, useRef, useState } from 'preact/hooks'
import { calls } from '../api.ts'
import { integrations } from '../integrations.ts'
import { path, query, say } from '../navigation.ts'
import { useAnswer } from '../parts/answer.ts'
import { Icon } from '../parts/icon.tsx'
import { Button } from '../parts/button.tsx'
import { myName } from '../session.ts'
import { openCount, statistics } from '../summary.ts'
import { Tabs } from '../parts/tabs.tsx'
import { isNarrow, nobody, views, type AlertFilter, type View } from './filter.ts'

const names: Record<View, string> = {
  open: 'Open',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
  all: 'All',
}

/** What the list shows: views, and what narrows them. All of it stands in the address. */
export function Filters({ filter }: { filter: AlertFilter }) {
  const counts = {
    open: openCount.value,
    snoozed: statistics.value?.snoozed ?? null,
    resolved: null,
    all: null,
  }
  const people = useAnswer('assignees', () => calls.listAssignees({})).value?.items ?? []
  return (
    <div class="filters">
      <Tabs
        label="Views"
        items={views.map((view) => ({
          to: placeOf(view),
          isCurrent: view === filter.view,
          children: (
            <>
              {names[view]}
              {counts[view] !== null && (
                <span class="count">{counts[view].toLocaleString('en')}</span>
              )}
            </>
          ),
        }))}
      />
      <div class="narrow">
        <Search text={filter.text} />
        <Choice
          label="Project"
          value={filter.project}
          options={projects(filter.project).map((slug) => [slug, slug])}
          onValue={(project) => say({ project })}
        />
        <Choice
          label="Integration"
          value={filter.integrationId}
          options={integrations.value.map(({ id, name }) => [id, name])}
          onValue={(integration) => say({ integration })}
        />
        <Choice
          label="Assignee"
          value={filter.assignee}
          options={assignees(filter.assignee, people)}
          onValue={(assignee) => sayAssignee(assignee)}
        />
        {isNarrow(filter) && (
          <Button look="quiet" icon="cross" onClick={clear}>
            Clear
          </Button>
        )}
      </div>
    </div>
  )
}

function placeOf(view: View): string {
  const next = new URLSearchParams(query.value)
  if (view === 'open') next.delete('view')
  else next.set('view', view)
  const text = next.toString()
  return text === '' ? '/' : `/?${text}`
}

export function clear(): void {
  say({ q: null, severity: null, project: null, integration: null, assignee: null })
}

function sayAssignee(assignee: string | null): void {
  say({ assignee: assignee === '' ? nobody : assignee })
}

function assignees(chosen: string | null, people: readonly string[]): [string, string][] {
  const known = new Set([
    myName.value,
    ...people,
    ...(chosen === null || chosen === '' ? [] : [chosen]),
  ])
  return [
    ['', 'nobody'],
    ...[...known].map((name): [string, string] => [name, name === myName.value ? 'me' : name]),
  ]
}

function projects(chosen: string | null): string[] {
  const slugs = (statistics.value?.projects ?? []).flatMap(({ slug }) => slug ?? [])
  return [...new Set(chosen === null ? slugs : [chosen, ...slugs])].toSorted()
}

interface ChoiceProps {
  label: string
  value: string | null
  options: [value: string, words: string][]
  onValue: (value: string | null) => void
}

/** One of some, or all of them. */
function Choice({ label, value, options, onValue }: ChoiceProps) {
  const all = '\0'
  return (
    <select
      class={value === null ? '' : 'chosen'}
      aria-label={label}
      value={value ?? all}
      onChange={({ currentTarget }) =>
        onValue(currentTarget.value === all ? null : currentTarget.value)
      }
    >
      <option value={all}>{label}: all</option>
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {label}: {words}
        </option>
      ))}
    </select>
  )
}

/** ms without a key before what was typed is looked for. */
const pause = 200

function Search({ text }: { text: string }) {
  const [typed, setTyped] = useState(text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const place = path.value

  useEffect(() => {
    if (text !== typed.trim()) setTyped(text)
  }, [text])
  useEffect(() => () => clearTimeout(timer.current), [place])

  function type(next: string): void {
    setTyped(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => say({ q: next.trim() }, { replace: true }), pause)
  }

  return (
    <label class="search">
      <Icon name="search" />
      <span class="sr">Search</span>
      <input
        id="search"
        type="search"
        placeholder="Search  /"
        maxLength={200}
        value={typed}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
    </label>
  )
}
