/** A table. Nothing in a cell ends it. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(headings), `|${headings.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')
}

/** A piece of code within a sentence. */
export function code(text: string): string {
  return `\`${text}\``
}

/** Lines as they are written: for a shell unless said otherwise. */
export function block(lines: readonly string[], language = 'sh'): string {
  return [`\`\`\`${language}`, ...lines, '```'].join('\n')
}

/** A page with its title, the module that it is made from, and its parts, of which empty ones are left out. */
export function page(title: string, from: string, parts: readonly string[]): string {
  const made = `<!-- Made from ${from} by "bun run docs:generate". What is changed here is overwritten. -->`
  return `${[`# ${title}`, made, ...parts].filter((part) => part !== '').join('\n\n')}\n`
}
