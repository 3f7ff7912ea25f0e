export const levels = ['ok', 'warning', 'problem'] as const
export type Level = (typeof levels)[number]

/** What somebody who looks at an installation finds. */
export interface Finding {
  /** Under which it stands in docs/operate/doctor.md. */
  code: string
  level: Level
  /** What is so. */
  text: string
  /** What to do; null: nothing. */
  cure: string | null
}

export const ok = (code: string, text: string): Finding => ({ code, level: 'ok', text, cure: null })

export const warning = (code: string, text: string, cure: string): Finding => ({
  code,
  level: 'warning',
  text,
  cure,
})

export const problem = (code: string, text: string, cure: string): Finding => ({
  code,
  level: 'problem',
  text,
  cure,
})
