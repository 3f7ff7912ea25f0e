import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { base } from '../base.ts'
import { path } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { turnTimes } from '../parts/time.tsx'
import { me, myName } from '../session.ts'
import { eventCounts, openCount } from '../summary.ts'
import { undoLast } from '../toasts.tsx'
import { ConnectionLost } from './connection.tsx'
import { leave } from './leave.ts'
import { isHelpShown, KeyHelp, useKeys } from './keys.tsx'
import { Updated } from './updated.tsx'

const places: readonly { to: string; icon: IconName; name: string; within: RegExp }[] = [
  { to: '/', icon: 'bell', name: 'Alerts', within: /^\/(?:$|alerts)/ },
  { to: '/integrations', icon: 'plug', name: 'Integrations', within: /^\/integrations/ },
  { to: '/notifications', icon: 'horn', name: 'Notifications', within: /^\/notifications/ },
  { to: '/events', icon: 'list', name: 'Events', within: /^\/events/ },
  { to: '/settings', icon: 'gear', name: 'Settings', within: /^\/settings/ },
]

/** What stands around every page. */
export function Frame({ children }: { children: ComponentChildren }) {
  useKeys({ u: undoLast, t: turnTimes })

  // Whoever cannot see the page hears where they are now.
  const shown = useRef(path.value)
  useEffect(() => {
    if (shown.current === path.value) return
    shown.current = path.value
    const isKept = (document.activeElement?.closest('main') ?? null) !== null
    if (!isKept) document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [path.value])

  return (
    <div class="frame">
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="side">
        <Link to="/" class="brand">
          <img src={`${base}icon.svg`} alt="" width="24" height="24" />
          <span>Navish</span>
        </Link>
        <nav aria-label="Pages">
          {places.map(({ to, icon, name, within }) => (
            <Link
              key={to}
              to={to}
              {...(within.test(path.value) && { 'aria-current': 'page' as const })}
            >
              <Icon name={icon} size={18} />
              <span>{name}</span>
              <Badge of={name} />
            </Link>
          ))}
        </nav>
        <div class="account">
          <span class="who" title={myName.value}>
            {(typeof me.value === 'object' && me.value?.user?.name) || myName.value}
          </span>
          <Button
            look="quiet"
            icon="keyboard"
            aria-label="Keyboard"
            title="Keyboard (?)"
            onClick={() => (isHelpShown.value = true)}
          />
          <a class="button quiet" href={`${base}docs`} aria-label="API" title="API">
            <Icon name="book" />
          </a>
          <Button look="quiet" icon="out" aria-label="Sign out" title="Sign out" onClick={leave} />
        </div>
      </header>
      <div class="content">
        <ConnectionLost />
        <Updated />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <KeyHelp />
    </div>
  )
}

function Badge({ of }: { of: string }) {
  const count = of === 'Alerts' ? openCount.value : of === 'Events' ? eventCounts.value?.dead : 0
  if (count === undefined || count === null || count === 0) return null
  const words = of === 'Alerts' ? 'open' : 'dead'
  return (
    <span class="badge">
      {count > 999 ? '999+' : count}
      <span class="sr"> {words}</span>
    </span>
  )
}
