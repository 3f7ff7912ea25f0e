import { useState } from 'preact/hooks'
import { Button } from './button.tsx'

/** A text to be taken elsewhere, with a button that does so. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')

  async function copy(): Promise<void> {
    const isCopied = await copyText(text)
    setState(isCopied ? 'copied' : 'failed')
    setTimeout(() => setState('idle'), 2_000)
  }

  const words = { idle: 'Copy', copied: 'Copied', failed: 'Select and copy' }
  return (
    <div class="copy">
      <input
        class="mono"
        readOnly
        value={text}
        aria-label={label}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button icon={state === 'copied' ? 'check' : 'copy'} onClick={copy}>
        <span role="status">{words[state]}</span>
      </Button>
    </div>
  )
}

/** A button that takes a text elsewhere which is shown already. */
export function CopyButton({ text, children = 'Copy' }: { text: string; children?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')

  async function copy(): Promise<void> {
    setState((await copyText(text)) ? 'copied' : 'failed')
    setTimeout(() => setState('idle'), 2_000)
  }

  const words = { idle: children, copied: 'Copied', failed: 'Not copied' }
  return (
    <Button icon={state === 'copied' ? 'check' : 'copy'} onClick={copy}>
      <span role="status">{words[state]}</span>
    </Button>
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
