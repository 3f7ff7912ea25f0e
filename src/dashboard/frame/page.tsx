import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { goBack, isPlain } from '../navigation.ts'
import { Link } from '../parts/link.tsx'
import { title as pageTitle } from './title.ts'

interface Props {
  title: ComponentChildren
  /** What the tab is called, where that is not the title. */
  name?: string
  /** What can be done here, beside the title. */
  actions?: ComponentChildren
  lead?: ComponentChildren
  /** The list that it is of. */
  back?: { to: string; name: string }
  children: ComponentChildren
}

/** A page with its title. */
export function Page({ title, name, actions, lead, back, children }: Props) {
  const called = name ?? (typeof title === 'string' ? title : 'Navish')
  useEffect(() => {
    pageTitle.value = called
  }, [called])
  return (
    <>
      {back !== undefined && (
        <Link
          to={back.to}
          class="back"
          onClick={(event) => {
            if (!isPlain(event)) return
            event.preventDefault()
            goBack(back.to)
          }}
        >
          <Icon name="left" size={14} /> {back.name}
        </Link>
      )}
      <div class="page-head">
        <h1 tabIndex={-1}>{title}</h1>
        {actions !== undefined && <div class="buttons">{actions}</div>}
      </div>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </>
  )
}
