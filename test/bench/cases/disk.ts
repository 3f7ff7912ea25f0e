import { statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from '../case.ts'
import { mustHaveAll } from '../ledger.ts'
import { load, writePool } from '../load.ts'
import { startNavish } from '../navish.ts'
import { short } from '../report.ts'
import { sample } from '../sampling.ts'

/** Bytes that are left to everybody else on this disk: the load ends early when there are no more. */
const leastFree = 8e9

const freeBytes = (path: string) => {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}

/** What the log grows to under load, and what is kept at last. */
export const disk: Case = async (bench) => {
  const { settings, workspace, tell } = bench
  const pool = writePool(bench, { count: 5000, size: 1000 })
  const seconds = settings.long ? 3600 : settings.seconds(60)
  const navish = await startNavish(bench)
  const database = join(navish.dataDir, 'navish.db')
  const cut = new AbortController()
  let walMost = 0
  let isFull = false
  const look = () => {
    walMost = Math.max(walMost, statSync(`${database}-wal`).size)
    if (isFull || freeBytes(workspace.path) > leastFree) return
    isFull = true
    tell('the disk fills: the load ends early')
    cut.abort()
  }
  const stopSampling = sample(100, look)
  const started = performance.now()
  const options = { url: navish.webhook, pool, connections: 64, seconds, cut: cut.signal }
  const { requests } = await load(bench, options)
  const took = (performance.now() - started) / 1000
  await navish.drained()
  stopSampling()
  const { total } = mustHaveAll(navish.dataDir, requests)
  await navish.stop()
  const kept = statSync(database).size
  workspace.clear(navish.dataDir)

  const payload = total * pool.bytes
  const ratio = kept / payload
  return {
    name: 'disk',
    what: `64 connections, bodies of 1 KB for ${took.toFixed(0)} s: the log meanwhile, and the database when all is drained and the server has ended`,
    target: 'log <= 128 MB, database <= 1.5 payload',
    told: `log ${short(walMost / 1e6)} MB, database ${short(ratio)} payload (${short(kept / 1e6)} MB for ${total} events)`,
    measured: {
      seconds: took,
      events: total,
      walMostMb: walMost / 1e6,
      databaseMb: kept / 1e6,
      payloadMb: payload / 1e6,
      ratio,
    },
    reached: walMost <= 128e6 && ratio <= 1.5,
  }
}
