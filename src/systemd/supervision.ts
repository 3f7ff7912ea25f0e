import type { Log } from '../log.ts'
import type { NotifySocket } from './notify-socket.ts'

/** What systemd is told while Navish runs. */
export interface Supervision {
  /** It listens. From now on systemd hears, as often as it wants to, that all is well; and nothing when it is not. */
  ready(): void
  stopping(): void
}

export interface SupervisionParts {
  /** `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` count. */
  env: Record<string, string | undefined>
  log: Log
  pid: number
  /** Whether what runs in the background still turns. */
  isTurning(): boolean
  /** What people read in `systemctl status`; one line. */
  status: string
  /** Replaced in tests. */
  open?(name: string): Promise<NotifySocket>
  /** Calls `then` every so many ms, without keeping the process; returns what ends it. Replaced in tests. */
  every?(ms: number, then: () => void): () => void
}

/** How often (ms) what did not leave is sent again. */
const again = 1_000

/** Supervision by systemd (`Type=notify`, `WatchdogSec=`); does nothing where nobody asked for it. */
export async function createSupervision(parts: SupervisionParts): Promise<Supervision> {
  const { env, log, status, isTurning, every = everyReal } = parts
  const socket = await socketOf(parts)
  if (socket === null) return { ready() {}, stopping() {} }
  const interval = watchdogInterval(env, parts.pid)
  const ends: (() => void)[] = []

  function watch(ms: number): void {
    let wasTurning = true
    ends.push(
      every(ms, () => {
        const is = isTurning()
        if (is) socket?.send(`WATCHDOG=1${wasTurning ? '' : `\nSTATUS=${status}`}`)
        else if (wasTurning) {
          log.error('drain hangs')
          socket?.send('STATUS=The drain hangs; the watchdog will end this.')
        }
        wasTurning = is
      }),
    )
  }

  return {
    ready() {
      const text = `READY=1\nSTATUS=${status}`
      if (!socket.send(text)) {
        log.warn('systemd not told')
        const end = every(again, () => {
          if (socket.send(text)) end()
        })
        ends.push(end)
      }
      if (interval !== null) watch(interval)
    },
    stopping() {
      for (const end of ends) end()
      socket.send('STOPPING=1\nSTATUS=Finishing what is in flight.')
    },
  }
}

async function socketOf({
  env,
  open = openReal,
  log,
}: SupervisionParts): Promise<NotifySocket | null> {
  const name = env['NOTIFY_SOCKET'] ?? ''
  if (name === '') return null
  try {
    return await open(name)
  } catch (error) {
    // It serves all the same; but systemd waits for a word that does not come.
    log.error('systemd cannot be told', { reason: String(error), hint: 'use Type=exec' })
    return null
  }
}

/** Loaded when it is asked for: outside of systemd nobody needs it. */
async function openReal(name: string): Promise<NotifySocket> {
  const { openNotifySocket } = await import('./notify-socket.ts')
  return openNotifySocket(name)
}

/** How often (ms) to say that all is well: twice in the time after which systemd loses patience; null: never. */
function watchdogInterval(env: SupervisionParts['env'], pid: number): number | null {
  const patience = Number(env['WATCHDOG_USEC'])
  const isForUs = (env['WATCHDOG_PID'] ?? String(pid)) === String(pid)
  return isForUs && patience > 0 ? patience / 2_000 : null
}

function everyReal(ms: number, then: () => void): () => void {
  const handle = setInterval(then, ms)
  handle.unref()
  return () => clearInterval(handle)
}
