/** How loud. `info`: state changed. `warn`: will be tried again. `error`: needs a person. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

export const logFormats = ['text', 'json'] as const
export type LogFormat = (typeof logFormats)[number]

/** Facts beside a phrase. Never a token, a signature, a payload, or an address that holds a token. */
export type Facts = Record<string, string | number | boolean | null | undefined>

/** One line a fact: a fixed phrase that can be searched for, and its facts as fields. */
export type Log = Record<LogLevel, (phrase: string, facts?: Facts) => void>

export interface LogOptions {
  level: LogLevel
  format: LogFormat
  clock: () => number
  write(line: string): void
}

export function createLog({ level, format, clock, write }: LogOptions): Log {
  const shape = format === 'json' ? jsonLine : textLine
  const at = (own: LogLevel) =>
    logLevels.indexOf(own) < logLevels.indexOf(level)
      ? () => undefined
      : (phrase: string, facts: Facts = {}) =>
          write(shape(new Date(clock()).toISOString(), own, phrase, facts))
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** What an error may say in a log: its kind and code; its message only when it is not about somebody's payload. */
export function errorFacts(error: unknown): Facts {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error ? String(error.code) : undefined
  return { error: error.name, errorCode: code, reason: error.message }
}

function jsonLine(time: string, level: LogLevel, phrase: string, facts: Facts): string {
  return `${escaped({ time, level, msg: phrase, ...facts })}\n`
}

function textLine(time: string, level: LogLevel, phrase: string, facts: Facts): string {
  const fields = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? quoted(value) : value}`)
  return `${time} ${level.padEnd(5)} ${phrase}${fields.join('')}\n`
}

function quoted(value: string): string {
  return /^[\w.:/@+-]+$/.test(value) ? value : escaped(value)
}

/** What JSON leaves as it is, and what breaks or turns around a line all the same for some who read it: terminals, editors, collectors. */
const breaking = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** As JSON, on one line whoever reads it. */
function escaped(value: unknown): string {
  return JSON.stringify(value).replace(
    breaking,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
