import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config, Sources } from './config/config.ts'

/** The name of that note in the data directory. */
export const addressFile = 'server.json'

const fileIn = (dataDir: string) => join(dataDir, addressFile)

/** Leaves a note in the data directory under which address the server listens, for commands that run beside it. */
export function recordAddress(dataDir: string, url: string): void {
  // One that a server of another user left when it was killed could not be written to.
  forgetAddress(dataDir)
  writeFileSync(fileIn(dataDir), `${JSON.stringify({ url })}\n`, { mode: 0o600, flag: 'wx' })
}

export function forgetAddress(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

/** Where the server is, seen from this machine: as said on the command line, as recorded by the one that runs, else as configured. */
export function localAddress(config: Config, sources: Sources): string {
  const said = [sources.host, sources.port].some((source) => source.startsWith('--'))
  const configured = addressOf(config.host, config.port) + config.basePath
  if (said && config.port !== 0) return configured
  try {
    const { url } = JSON.parse(readFileSync(fileIn(config.dataDir), 'utf8')) as { url: unknown }
    if (typeof url === 'string') return url
  } catch {
    // No server has run here, or it stopped.
  }
  return configured
}

/** The address of the endpoint for a token. */
export function webhookUrl(base: string, token: string): string {
  return `${base}/v1/events/sentry/${token}`
}

/** The URL of a host and port; an address that means "all" is shown as this machine. */
export function addressOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`
}
