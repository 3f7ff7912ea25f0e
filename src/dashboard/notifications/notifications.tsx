import type { ComponentType } from 'preact'
import { Page } from '../frame/page.tsx'
import { Empty } from '../parts/empty.tsx'
import { Link } from '../parts/link.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { ChannelPage } from './channel-page.tsx'
import { Channels } from './channels.tsx'
import { Deliveries } from './deliveries.tsx'
import { DeliveryPage } from './delivery-page.tsx'
import { NewChannel } from './new-channel.tsx'
import { Rules } from './rules.tsx'
import { Silences } from './silences.tsx'

interface Part {
  to: string
  name: string
  shows: ComponentType
}

const parts: Record<string, Part> = {
  '': {
    to: '/notifications',
    name: 'Channels',
    shows: Channels,
  },
  rules: {
    to: '/notifications/rules',
    name: 'Rules',
    shows: Rules,
  },
  silences: {
    to: '/notifications/silences',
    name: 'Silences',
    shows: Silences,
  },
  deliveries: {
    to: '/notifications/deliveries',
    name: 'Deliveries',
    shows: Deliveries,
  },
}

/** Who is told of what: channels, rules, silences, and what was told. */
export function Notifications({ part, id }: { part: string; id: string | undefined }) {
  if (part === 'channels' && id !== undefined) {
    return id === 'new' ? <NewChannel /> : <ChannelPage key={id} id={id} />
  }
  if (part === 'deliveries' && id !== undefined) return <DeliveryPage key={id} id={id} />
  const current = id === undefined ? parts[part] : undefined
  return (
    <Page title="Notifications" name={current?.name ?? 'Notifications'}>
      <Tabs
        label="Notifications"
        items={Object.values(parts).map(({ to, name }) => ({
          to,
          isCurrent: to === current?.to,
          children: name,
        }))}
      />
      {current === undefined ? (
        <Empty icon="search" title="Nothing here">
          <p>The link is wrong, or what it led to is gone.</p>
          <Link class="button main" to="/notifications">
            Go to the channels
          </Link>
        </Empty>
      ) : (
        <current.shows key={part} />
      )}
    </Page>
  )
}
