import { AppError, messageOf } from '../errors.ts'
import type { ConfigFile } from './file.ts'
import { settingNames, settings, type Config, type Setting } from './settings.ts'
import { saidFor, type Environment, type Flags } from './sources.ts'

export { settingGroups, settingNames, settings, type Config, type Setting } from './settings.ts'
export type { Environment, Flags } from './sources.ts'

/** Where a value came from: the name of the flag or variable, the line of the file, or "default". */
export type Sources = Record<Setting, string>

export interface Reading {
  config: Config
  sources: Sources
}

/**
 * Flags before environment before the file before defaults. An empty variable counts as not set.
 * Throws `configuration` with every mistake at once.
 */
export function readConfig(
  flags: Flags,
  env: Environment,
  file: ConfigFile | null = null,
): Reading {
  const mistakes = [...(file?.mistakes ?? [])]
  const values: Partial<Record<Setting, unknown>> = {}
  const sources: Partial<Sources> = {}
  for (const name of settingNames) {
    const definition = settings[name]
    const { source, text } = saidFor(name, definition, { flags, env, file })
    sources[name] = source
    values[name] = definition.default
    if (text === undefined) continue
    try {
      const said = text()
      if (said.trim() === '') throw new Error('it is empty; leave it out for the default')
      // A line break at the end of a secret is not meant, wherever it stands, and nobody would see it.
      values[name] = definition.read(definition.secret === true ? said.trim() : said)
    } catch (error) {
      mistakes.push(`${source}: ${messageOf(error)}`)
    }
  }
  const config = values as Config
  const fault = jointFault(config)
  if (fault !== null) mistakes.push(fault)
  if (mistakes.length > 0) throw new AppError('configuration', mistakes.join('\n'))
  return { config, sources: sources as Sources }
}

/** What is wrong with settings that belong together, or null. */
function jointFault(config: Config): string | null {
  if (config.oidcIssuer !== null && config.oidcClientId === null) {
    return 'NAVISH_OIDC_ISSUER: single sign-on also needs NAVISH_OIDC_CLIENT_ID'
  }
  if (config.proxyUserHeader !== null && config.trustedProxies.length === 0) {
    return 'NAVISH_PROXY_USER_HEADER: it is believed only from a proxy that NAVISH_TRUSTED_PROXIES names'
  }
  return null
}

/** The settings as they may be shown. */
export function masked(config: Config): Record<Setting, unknown> {
  return Object.fromEntries(
    settingNames.map((name) => [
      name,
      settings[name].secret === true && config[name] !== null ? '(hidden)' : config[name],
    ]),
  ) as Record<Setting, unknown>
}
