// Appends 4 KB and waits for the disk, again and again; prints the medians in ms.

import { fdatasyncSync, openSync, writeSync } from 'node:fs'
import { median } from '../statistics.ts'

const { file, count } = JSON.parse(process.argv[2] ?? '') as { file: string; count: number }
const handle = openSync(file, 'w')
const block = Buffer.alloc(4096, 'navish')

async function measure(pause: number): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < count; index += 1) {
    writeSync(handle, block)
    const before = performance.now()
    fdatasyncSync(handle)
    times.push(performance.now() - before)
    if (pause > 0) await Bun.sleep(pause)
  }
  return median(times)
}

await measure(0)
const straight = await measure(0)
const paused = await measure(1)
process.stdout.write(JSON.stringify({ paused, straight }))
