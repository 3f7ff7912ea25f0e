import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Clock } from '../../clock.ts'
import { tried } from './tried.ts'
import { isServed, lockFile } from '../../store/sqlite/lock.ts'
import type { ServerAnswer, ServerFacts } from '../facts.ts'

/** How long (ms) a server may take to say how it is. */
const patience = 5_000

export async function gatherServer(
  dataDir: string,
  { url, clock }: { url: string; clock: Clock },
): Promise<ServerFacts> {
  const process = tried(() => holderOf(dataDir), null)
  return {
    process,
    isRecorded: existsSync(join(dataDir, 'server.json')),
    url,
    answer: await answerOf(url, clock),
    isReplaced: typeof process === 'number' && isReplaced(process),
  }
}

/** The system tells of locks without one being tried; those of another container it does not tell. */
function holderOf(dataDir: string): ServerFacts['process'] {
  const inode = statSync(join(dataDir, lockFile), { throwIfNoEntry: false })?.ino
  if (inode === undefined) return null
  return writerOf(inode, heldLocks()) ?? (isServed(dataDir) ? 'unknown' : null)
}

function heldLocks(): string {
  return tried(() => readFileSync('/proc/locks', 'utf8'), '')
}

/** The lines are as in proc_locks(5): `1: POSIX  ADVISORY  WRITE 42 fe:00:7 0 EOF`. */
export function writerOf(inode: number, locks: string): number | null {
  for (const line of locks.split('\n')) {
    const [, , , access, process, place = ''] = line.trim().split(/\s+/)
    if (access === 'WRITE' && place.endsWith(`:${inode}`)) return Number(process)
  }
  return null
}

/** Of a process of somebody else it cannot be told. */
function isReplaced(process: number): boolean {
  return tried(() => readlinkSync(`/proc/${process}/exe`).endsWith(' (deleted)'), false)
}

interface Readiness {
  status?: unknown
  checks?: Record<string, { ok?: unknown; reason?: unknown }>
}

/** What it says of itself; null: nothing, or nothing that a Navish would say. */
async function answerOf(url: string, clock: Clock): Promise<ServerAnswer | null> {
  try {
    const base = url.replace(/\/+$/, '')
    const ready = await get(`${base}/readyz`)
    const date = Date.parse(ready.headers.date ?? '')
    const ours = clock()
    const { status, checks = {} } = JSON.parse(await text(ready)) as Readiness
    const failing = Object.values(checks).filter((check) => check.ok !== true)
    if (status !== 'ready' && status !== 'failing') return null
    return {
      isReady: status === 'ready',
      reasons: failing.map(({ reason }) => String(reason)),
      version: await versionOf(base),
      date: Number.isNaN(date) ? null : { its: date, ours },
    }
  } catch {
    return null
  }
}

async function versionOf(base: string): Promise<string | null> {
  try {
    const document = JSON.parse(await text(await get(`${base}/openapi.json`))) as {
      info?: { version?: unknown }
    }
    const version = document.info?.version
    return typeof version === 'string' ? version.slice(0, 50) : null
  } catch {
    return null
  }
}

/** Not `fetch`: that goes through the proxy of the environment, also to this machine. */
function get(url: string): Promise<IncomingMessage> {
  const { get: request } = url.startsWith('https:') ? https : http
  return new Promise((resolve, reject) => {
    request(url, { signal: AbortSignal.timeout(patience) }, resolve).on('error', reject)
  })
}
