import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { base } from '../base.ts'
import { title as pageTitle } from '../frame/title.ts'

interface Props {
  title: string
  /** Which of how many steps this is. */
  step?: { at: number; of: readonly string[] }
  isWide?: boolean
  children: ComponentChildren
}

/** One thing to do, before there is anything else to see. */
export function Card({ title, step, isWide = false, children }: Props) {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    pageTitle.value = title
    const first = head.current?.parentElement?.querySelector<HTMLElement>('input:not([readonly])')
    ;(first ?? head.current)?.focus()
  }, [title])
  return (
    <div class={`entry ${isWide ? 'wide' : ''}`}>
      <header class="brand">
        <img src={`${base}icon.svg`} alt="" width="32" height="32" />
        <span>Navish</span>
      </header>
      <main class="card">
        {step !== undefined && (
          <ol class="steps" aria-label="Steps">
            {step.of.map((name, index) => (
              <li
                key={name}
                class={index < step.at ? 'done' : ''}
                {...(index === step.at && { 'aria-current': 'step' as const })}
              >
                {name}
              </li>
            ))}
          </ol>
        )}
        <h1 ref={head} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </main>
      <footer>
        <a href={`${base}docs`}>API documentation</a>
      </footer>
    </div>
  )
}
