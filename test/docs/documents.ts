import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import GithubSlugger from 'github-slugger'
import { Marked, type Token, type Tokens } from 'marked'

export const root = join(import.meta.dir, '../..')

/** A Markdown file of the repository, as a reader sees it. */
export interface Document {
  /** From the root of the repository. */
  path: string
  text: string
  headings: readonly { depth: number; text: string }[]
  /** What a link may name behind its #. */
  anchors: ReadonlySet<string>
  /** Where links and images lead, as they are written. */
  links: readonly string[]
  /** Blocks of code, with what they are written in. */
  blocks: readonly { language: string; text: string }[]
  /** Code within sentences. */
  spans: readonly string[]
}

const skipped = new Set(['node_modules', 'dist', 'navish-data', 'drizzle'])

const paths = pathsIn(root)

/** All of them. */
export const documents: readonly Document[] = paths.filter((path) => path.endsWith('.md')).map(read)

/** What people copy from beside them: units, settings, dashboards. */
export const examples: readonly { path: string; text: string }[] = paths
  .filter((path) => path.startsWith('docs/examples/') && !path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

export function documentAt(path: string): Document {
  const found = documents.find((one) => one.path === path)
  if (found === undefined) throw new Error(`there is no ${path}`)
  return found
}

/** Whether a file or a folder of the repository is there. */
export function isThere(path: string): boolean {
  return existsSync(join(root, path))
}

function pathsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const isOurs = !skipped.has(entry.name) && (entry.name === '.github' || entry.name[0] !== '.')
      return isOurs ? pathsIn(path) : []
    }
    return [relative(root, path)]
  })
}

function read(path: string): Document {
  const text = readFileSync(join(root, path), 'utf8')
  const slugger = new GithubSlugger()
  const headings: { depth: number; text: string }[] = []
  const anchors = new Set<string>()
  const links: string[] = []
  const blocks: { language: string; text: string }[] = []
  const spans: string[] = []
  for (const token of all(new Marked({ gfm: true }).lexer(text))) {
    switch (token.type) {
      case 'heading': {
        const { depth, tokens } = token as Tokens.Heading
        const heading = plain(tokens)
        headings.push({ depth, text: heading })
        anchors.add(slugger.slug(heading))
        break
      }
      case 'link':
      case 'image':
        links.push((token as Tokens.Link).href)
        break
      case 'code': {
        const { lang = '', text: code } = token as Tokens.Code
        blocks.push({ language: lang.split(/\s/)[0] ?? '', text: code })
        break
      }
      case 'codespan':
        spans.push((token as Tokens.Codespan).text)
        break
      case 'html': {
        const { text: html } = token as Tokens.HTML
        for (const [, where = ''] of html.matchAll(/(?:href|src|srcset)="([^"]*)"/g))
          links.push(where)
        for (const [, id = ''] of html.matchAll(/\b(?:id|name)="([^"]*)"/g)) anchors.add(id)
        break
      }
      default:
    }
  }
  return { path, text, headings, anchors, links, blocks, spans }
}

/** A token and what is within it; `marked` keeps the cells of tables and the items of lists beside its tokens. */
function* all(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token
    const { tokens: inner, items, header, rows } = token as Inner
    const parts = [...(items ?? []), ...(header ?? []), ...(rows ?? []).flat()]
    yield* all(inner ?? [])
    for (const part of parts) yield* all(part.tokens)
  }
}

interface Inner {
  tokens?: Token[]
  items?: { tokens: Token[] }[]
  header?: { tokens: Token[] }[]
  rows?: { tokens: Token[] }[][]
}

/** The words of a heading, without its markup. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      const { tokens: inner, text = '' } = token as { tokens?: Token[]; text?: string }
      return inner === undefined ? text : plain(inner)
    })
    .join('')
}
