import { useEffect } from 'preact/hooks'
import { AlertPage } from './alert/alert-page.tsx'
import { Home } from './alerts/home.tsx'
import { NoAnswer } from './entry/no-answer.tsx'
import { SignIn } from './entry/sign-in.tsx'
import { Frame } from './frame/frame.tsx'
import { Page } from './frame/page.tsx'
import { lookForUpdate } from './frame/updated.tsx'
import { keepIntegrations } from './integrations.ts'
import { connection, follow, stopFollowing } from './live/live.ts'
import { path } from './navigation.ts'
import { Empty } from './parts/empty.tsx'
import { later } from './parts/later.tsx'
import { Link } from './parts/link.tsx'
import { me, meFault, myId } from './session.ts'
import { keepSummary } from './summary.ts'
import { Toasts } from './toasts.tsx'

const Setup = later(async () => (await import('./entry/setup.tsx')).Setup)
const Integrations = later(async () => (await import('./connect/pages.ts')).Integrations)
const IntegrationPage = later(async () => (await import('./connect/pages.ts')).IntegrationPage)
const NewIntegration = later(async () => (await import('./connect/pages.ts')).NewIntegration)
const Events = later(async () => (await import('./events/pages.ts')).Events)
const EventPage = later(async () => (await import('./events/pages.ts')).EventPage)
const Notifications = later(
  async () => (await import('./notifications/notifications.tsx')).Notifications,
)
const Settings = later(async () => (await import('./settings/settings.tsx')).Settings)

/** Who looks decides what there is to see. */
export function App() {
  return (
    <>
      <Looking />
      <Toasts />
    </>
  )
}

function Looking() {
  if (path.value === '/setup') return <Setup />
  if (meFault.value !== null) return <NoAnswer />
  if (me.value === 'unknown') return <div class="loading" role="status" aria-label="Loading" />
  return me.value === null ? <SignIn /> : <SignedIn key={myId.value} />
}

function SignedIn() {
  useEffect(() => {
    follow()
    const stops = [keepSummary(), keepIntegrations()]
    let wasLost = false
    const stopLooking = connection.subscribe(({ state }) => {
      if (state === 'lost') wasLost = true
      if (state === 'live' && wasLost) {
        wasLost = false
        void lookForUpdate()
      }
    })
    return () => {
      stopLooking()
      stopFollowing()
      for (const stop of stops) stop()
    }
  }, [])
  return (
    <Frame>
      <Routed />
    </Frame>
  )
}

function Routed() {
  const [, place = '', id, ...more] = path.value.split('/')
  if (place === 'notifications' && more.length <= 1) {
    return <Notifications part={id ?? ''} id={more[0]} />
  }
  if (more.length === 0) {
    switch (place) {
      case '':
        return <Home />
      case 'alerts':
        if (id !== undefined) return <AlertPage key={id} id={id} />
        break
      case 'integrations':
        if (id === undefined) return <Integrations />
        return id === 'new' ? <NewIntegration /> : <IntegrationPage key={id} id={id} />
      case 'events':
        return id === undefined ? <Events /> : <EventPage key={id} id={id} />
      case 'settings':
        return <Settings part={id ?? 'profile'} />
      default:
    }
  }
  return (
    <Page title="There is nothing at this address">
      <Empty icon="search" title="Nothing here">
        <p>The link is wrong, or what it led to is gone.</p>
        <Link class="button main" to="/">
          Go to the alerts
        </Link>
      </Empty>
    </Page>
  )
}
