import { useState } from 'preact/hooks'

/** Characters of a string before it is cut. */
const cutAt = 300
/** Characters that a browser lays out in one go without a pause. */
const piece = 50_000

/** A string of a payload: cut when it is long, whole when one wants it. */
export function LongText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false)
  const isCut = text.length > cutAt && !isWhole
  return (
    <>
      <span class="string">"{isCut ? `${text.slice(0, cutAt)}…` : <Pieces text={text} />}"</span>
      {isCut && (
        <button type="button" class="reveal" onClick={() => setWhole(true)}>
          show all {text.length.toLocaleString('en')} characters
        </button>
      )}
    </>
  )
}

/** The exact text. */
export function RawText({ text }: { text: string }) {
  return (
    <pre class="raw" tabIndex={0} aria-label="Raw text">
      <Pieces text={text} />
    </pre>
  )
}

/** A text that may be very long: in pieces, because a browser would stand still over all of it. */
function Pieces({ text }: { text: string }) {
  const [shown, setShown] = useState(1)
  const all = Math.ceil(text.length / piece)
  const left = text.length - shown * piece
  return (
    <>
      {Array.from({ length: Math.min(shown, all) }, (_, index) => (
        <span key={index}>{text.slice(index * piece, (index + 1) * piece)}</span>
      ))}
      {left > 0 && (
        <button type="button" class="reveal" onClick={() => setShown(shown + 4)}>
          show more, {left.toLocaleString('en')} characters are left
        </button>
      )}
    </>
  )
}
