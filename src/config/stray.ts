import { settingNames, settings } from './settings.ts'
import type { Environment } from './sources.ts'
import { meant } from './spelling.ts'

/** Variables that begin like ours and are not settings. */
const others = [
  'NAVISH_CONFIG_FILE',
  'NAVISH_SERVER',
  'NAVISH_TOKEN',
  'NAVISH_TOKEN_FILE',
  'NAVISH_TEST_CORPUS',
]

/** What is said of variables that begin like ours, but that nothing reads: they are mistyped, or of another version. */
export function strayVariables(env: Environment): string[] {
  const known = [
    ...others,
    ...settingNames.flatMap((name) => {
      const { env: names, secret } = settings[name]
      return secret === true ? names.flatMap((one) => [one, `${one}_FILE`]) : names
    }),
  ]
  return Object.keys(env)
    .filter((name) => name.startsWith('NAVISH_') && !known.includes(name))
    .map((name) => {
      const other = meant(name, known)
      return `nothing reads the variable ${name}${other === null ? '' : `: did you mean ${other}?`}`
    })
}
