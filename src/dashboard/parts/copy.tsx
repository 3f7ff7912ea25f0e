import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from './button.tsx'

interface CopyProps {
  text: string
  label: string
  /** Whether it has the focus as soon as it is there: it is what one came for, and what one pressed to see it is gone. */
  isFirst?: boolean
}

/** A text to be taken elsewhere, with a button that does so. */
export function Copy({ text, label, isFirst = false }: CopyProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFirst) field.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div class="copy">
      <input
        ref={field}
        class="mono"
        readOnly
        value={text}
        aria-label={label}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton text={text} failed="Select and copy" />
    </div>
  )
}

interface Props {
  text: string
  /** What to do when the browser does not let it. */
  failed?: string
}

/** A button that takes a text elsewhere which is shown already. */
export function CopyButton({ text, failed = 'Not copied' }: Props) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')

  async function copy(): Promise<void> {
    setState((await copyText(text)) ? 'copied' : 'failed')
    setTimeout(() => setState('idle'), 2_000)
  }

  const words = { idle: 'Copy', copied: 'Copied', failed }
  return (
    <>
      <Button icon={state === 'copied' ? 'check' : 'copy'} onClick={copy}>
        {words[state]}
      </Button>
      <span class="sr" role="status">
        {state === 'idle' ? '' : words[state]}
      </span>
    </>
  )
}

/** Browsers lend the clipboard only to pages that came over TLS or from this machine. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    field.setAttribute('aria-hidden', 'true')
    const place = document.querySelector('dialog[open]') ?? document.body
    place.append(field)
    field.select()
    const isCopied = document.execCommand('copy')
    field.remove()
    return isCopied
  }
}
