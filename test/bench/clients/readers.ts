// Follows the stream over many connections until it is asked to end. Says so when all are told where they begin, and at the end
// writes to a file what they were told.

import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { portOf } from './request.ts'

export interface ReadersOptions {
  url: string
  readers: number
  /** Each of them may have some of the readers. */
  apiTokens: string[]
  file: string
}

export interface ReadersTold {
  bytes: number
  /** How often each was told something, on average. */
  times: number
  /** Streams that ended before they were asked to. */
  lost: number
}

const { url, readers, apiTokens, file } = JSON.parse(process.argv[2] ?? '') as ReadersOptions
const told: ReadersTold = { bytes: 0, times: 0, lost: 0 }

function follow(apiToken: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect(portOf(url), '127.0.0.1')
  socket.write(
    `GET /v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${apiToken}\r\n\r\n`,
  )
  let begun = false
  socket.on('data', (bytes) => {
    told.bytes += bytes.length
    told.times += 1 / readers
    if (begun) return
    const text = bytes.toString('latin1')
    if (!text.startsWith('HTTP/1.1 200')) reject(new Error(text.slice(0, 300)))
    begun = true
    resolve()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    told.lost += 1
    reject(new Error('a stream ended'))
  })
  return promise
}

process.on('SIGTERM', () => {
  writeFileSync(file, JSON.stringify(told))
  process.exit(0)
})
await Promise.all(
  Array.from({ length: readers }, (_, index) => follow(apiTokens[index % apiTokens.length] ?? '')),
)
process.stdout.write(`${readers} follow ${new URL(url).origin} now\n`)
