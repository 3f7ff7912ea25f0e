import { readFileSync } from 'node:fs'

// What the system knows of a process. Only Linux tells it this way.

/** Linux counts in hundredths of a second, whatever the kernel's own clock does. */
const ticksPerSecond = 100

/** Time that a process, with all its threads, has used so far, in µs. */
export function cpuMicros(pid: number): number {
  const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
  // The name, in brackets, may have blanks in it.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return (ticks / ticksPerSecond) * 1e6
}

export interface Memory {
  /** MB (10^6 bytes) that are resident now. */
  resident: number
  /** The most that ever were. */
  peak: number
}

export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  const field = (name: string) =>
    (Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1024) / 1e6
  return { resident: field('VmRSS'), peak: field('VmHWM') }
}

/** µs that a core has been busy so far, or kept from this machine by its host. */
export function busyMicros(core: number): number {
  const line = new RegExp(`^cpu${core} (.*)$`, 'm').exec(readFileSync('/proc/stat', 'latin1'))
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, stolen = 0] = (line?.[1] ?? '')
    .split(' ')
    .map(Number)
  return ((user + nice + system + irq + softIrq + stolen) / ticksPerSecond) * 1e6
}
