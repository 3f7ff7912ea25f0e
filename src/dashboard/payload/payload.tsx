import { useEffect, useMemo, useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { jsonOf, openAtFirst } from './json.ts'
import { RawText } from './text.tsx'
import { Tree } from './tree.tsx'

/** What a sender sent: JSON as a tree with personal data folded away, anything else as text. All of it is shown as text. */
export function Payload({ text }: { text: string }) {
  const json = useMemo(() => jsonOf(text), [text])
  const open = useMemo(() => (json === undefined ? undefined : openAtFirst(json.value)), [json])
  const [isRaw, setRaw] = useState(false)

  return (
    <div class="payload">
      <div class="buttons">
        {json !== undefined && (
          <div class="choice" role="group" aria-label="How to show it">
            <button type="button" aria-pressed={!isRaw} onClick={() => setRaw(false)}>
              Tree
            </button>
            <button type="button" aria-pressed={isRaw} onClick={() => setRaw(true)}>
              Raw text
            </button>
          </div>
        )}
        <span class="hint">{sizeOf(text)}</span>
        <span class="apart" />
        <CopyButton text={text} />
        <Download text={text} isJson={json !== undefined} />
      </div>
      {json === undefined && text !== '' && (
        <p class="hint">This is no JSON, so it is shown as it came.</p>
      )}
      {json !== undefined && isRaw && (
        <p class="warn-text">
          This is the exact text, with personal data and secrets that are in it.
        </p>
      )}
      {json !== undefined && open !== undefined && !isRaw ? (
        <Tree value={json.value} open={open} />
      ) : text === '' ? (
        <p class="quiet">The body was empty.</p>
      ) : (
        <RawText text={text} />
      )}
    </div>
  )
}

function Download({ text, isJson }: { text: string; isJson: boolean }) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url])

  function save(): void {
    const made = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }))
    setUrl(made)
    const link = document.createElement('a')
    link.href = made
    link.download = isJson ? 'payload.json' : 'payload.txt'
    link.click()
  }

  return (
    <Button icon="down" onClick={save}>
      Download
    </Button>
  )
}

function sizeOf(text: string): string {
  const bytes = new Blob([text]).size
  if (bytes < 1_024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  const size = bytes / 1_024
  return size < 1_024 ? `${size.toFixed(1)} KiB` : `${(size / 1_024).toFixed(1)} MiB`
}
