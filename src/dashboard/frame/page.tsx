import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { title as pageTitle } from './title.ts'

interface Props {
  title: ComponentChildren
  /** What the tab is called, where that is not the title. */
  name?: string
  /** What can be done here, beside the title. */
  actions?: ComponentChildren
  lead?: ComponentChildren
  children: ComponentChildren
}

/** A page with its title. */
export function Page({ title, name, actions, lead, children }: Props) {
  const called = name ?? (typeof title === 'string' ? title : 'Navish')
  useEffect(() => {
    pageTitle.value = called
  }, [called])
  return (
    <>
      <div class="page-head">
        <h1 tabIndex={-1}>{title}</h1>
        {actions !== undefined && <div class="buttons">{actions}</div>}
      </div>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </>
  )
}
