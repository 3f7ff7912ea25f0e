import { html, type Markup } from './html.ts'

/** As much of CommonMark as our descriptions use: paragraphs, lists with dashes, `code`, **strong** and *emphasis*. */
export function markdown(text: string): Markup[] {
  return text.split(/\n{2,}/).map((block) => {
    const lines = block.split('\n')
    return lines.every((line) => line.startsWith('- '))
      ? html`<ul>
          ${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}
        </ul>`
      : html`<p>${inline(block)}</p>`
  })
}

/** The same within a line. */
export function inline(text: string): Markup[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)/).map((piece) => {
    if (piece.startsWith('`')) return html`<code>${piece.slice(1, -1)}</code>`
    if (piece.startsWith('**')) return html`<strong>${piece.slice(2, -2)}</strong>`
    if (piece.length > 2 && piece.startsWith('*')) return html`<em>${piece.slice(1, -1)}</em>`
    return html`${piece}`
  })
}
