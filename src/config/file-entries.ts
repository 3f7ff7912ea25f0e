import { dirname, resolve } from 'node:path'
import type { Pair, Scalar } from 'yaml'
import { settingNames, settings, type Setting } from './settings.ts'
import { meant } from './spelling.ts'

/** What a file says of settings. */
export interface Entries {
  entries: ReadonlyMap<Setting, Entry>
  /** What is wrong with the file, each with its line. */
  mistakes: readonly string[]
}

export interface Entry {
  text: string
  /** The file and the line. */
  place: string
  /** Whether the text is the path of a file with the value. */
  isPath: boolean
}

/** Reads a YAML text; paths in it are seen from its folder. The parser is loaded only where there is a file. */
export async function entriesIn(text: string, path: string): Promise<Entries> {
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const { contents, errors } = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset = 0) => `${path}:${lines.linePos(offset).line}`
  const mistakes = errors.map(
    ({ code, pos, message }) =>
      `${at(pos[0])}: ${code === 'DUPLICATE_KEY' ? 'this name stands further up, too' : message}`,
  )
  const entries = new Map<Setting, Entry>()
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null)
  if (mistakes.length > 0 || isEmpty) return { entries, mistakes }
  if (!isMap(contents)) {
    return { entries, mistakes: [`${path}: settings are lines like "port: 8077"`] }
  }

  /** A list says what is divided by commas elsewhere. Undefined: it is neither a text nor a list of them. */
  function textsOf({ value }: Pair): string[] | undefined {
    const said = isSeq(value) ? value.items : [value]
    if (!said.every((one): one is Scalar | null => one === null || isScalar(one))) return undefined
    // As it is written: what it means is for the setting to say.
    return said.flatMap((one) => (one === null || one.value === null ? [] : [one.source ?? '']))
  }

  for (const pair of contents.items) {
    const { key } = pair
    const name = isScalar(key) ? (key.source ?? '') : ''
    const place = at(isScalar(key) ? key.range?.[0] : 0)
    const known = settingCalled(name)
    const texts = textsOf(pair)
    if (known === null) mistakes.push(`${place}: ${unknown(name)}`)
    else if (texts === undefined) {
      mistakes.push(`${place}: ${name} takes one text, or a list of them`)
    } else if (texts.length > 0) {
      const { setting, isPath } = known
      const said = texts.join(',')
      const isSeenFromHere = isPath || settings[setting].value === 'DIR'
      const meantBy = isSeenFromHere ? resolve(dirname(path), said) : said
      entries.set(setting, { text: meantBy, place, isPath })
    }
  }
  return { entries, mistakes }
}

/** Behind the name of a secret: that it stands in another file. */
const inFile = 'File'

function settingCalled(name: string): { setting: Setting; isPath: boolean } | null {
  const setting = settingNames.find((one) => one === name)
  if (setting !== undefined) return { setting, isPath: false }
  const secret = settingNames.find((one) => settings[one].secret && `${one}${inFile}` === name)
  return secret === undefined ? null : { setting: secret, isPath: true }
}

function unknown(name: string): string {
  const files = settingNames.filter((one) => settings[one].secret).map((one) => `${one}${inFile}`)
  const names = [...settingNames, ...files]
  const other = names.find((one) => plain(one) === plain(name)) ?? meant(name, names)
  return `there is no setting "${name}"${other === null ? '' : `: did you mean "${other}"?`}`
}

/** The same for a flag, a variable and a key. */
function plain(name: string): string {
  return name
    .replace(/^NAVISH_/, '')
    .replaceAll(/[-_]/g, '')
    .toLowerCase()
}
