import type { NewEvent } from '../../src/core/event.ts'
import { createOutbox } from '../../src/outbox/outbox.ts'

/** An outbox over a disk that answers when the test says so. */
export function setupOutbox() {
  const appends: { names: string[]; answer: PromiseWithResolvers<void> }[] = []
  let commits = 0
  let patience = false
  let now = 0
  const outbox = createOutbox(
    {
      async append(events) {
        const names = events.map(({ resource }) => resource)
        const answer = Promise.withResolvers<void>()
        appends.push({ names, answer })
        if (!patience) answer.resolve()
        await answer.promise
        return names.map((name) => `id of ${name}`)
      },
    },
    {
      onCommitted() {
        commits += 1
      },
      monotonic: () => now,
    },
  )

  return {
    outbox,
    add: (name: string) => outbox.add(anEvent(name)),
    /** From now on each append waits for the test. */
    hold: () => {
      patience = true
    },
    /** What was appended together, in order. */
    batches: () => appends.map(({ names }) => names),
    commits: () => commits,
    passes: (ms: number) => {
      now += ms
    },
    end(batch: number, error?: Error) {
      const answer = appends[batch]?.answer
      if (answer === undefined) throw new Error(`there is no append number ${batch}`)
      if (error === undefined) answer.resolve()
      else answer.reject(error)
    },
  }
}

function anEvent(name: string): NewEvent {
  return {
    integrationId: '1',
    receivedAt: 1,
    resource: name,
    action: null,
    headers: {},
    payload: new Uint8Array(),
    replayKey: null,
  }
}

/** Lets the loop come around, so that what was put off until then has happened. */
export async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

export const names = (count: number) =>
  Array.from({ length: count }, (_, index) => `event ${index}`)
