import type {
  Answered,
  Attempted,
  Committed,
  Drained,
  Observer,
  Received,
} from '../../src/observer.ts'

/** An observer that keeps what it is told. */
export function createTestObserver() {
  const told = {
    received: [] as Received[],
    committed: [] as Committed[],
    drained: [] as Drained[],
    attempted: [] as Attempted[],
    answered: [] as Answered[],
  }
  const observer: Observer = {
    received: (fact) => void told.received.push(fact),
    committed: (fact) => void told.committed.push(fact),
    drained: (fact) => void told.drained.push(fact),
    attempted: (fact) => void told.attempted.push(fact),
    answered: (fact) => void told.answered.push(fact),
  }
  return { observer, told }
}
