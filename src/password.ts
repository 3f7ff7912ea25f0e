import { AppError } from './errors.ts'

/** Hashes passwords and compares them. Both are slow and take 19 MiB each on purpose, so they wait for their turn. */
export interface Passwords {
  /** argon2id, PHC format. Throws `rate_limited` when too many wait. */
  hash(password: string): Promise<string>
  /**
   * Whether the password has this hash. Without a hash it takes the same time and is false, so that nobody learns who exists.
   * Throws `rate_limited` when too many wait.
   */
  matches(password: string, hash: string | null): Promise<boolean>
}

/** The slow computation itself. */
export interface Argon2 {
  hash(password: string): Promise<string>
  verify(password: string, hash: string): Promise<boolean>
}

/** What OWASP recommends at least: stronger would take intake's time and memory. */
const cost = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const

const argon2: Argon2 = {
  hash: (password) => Bun.password.hash(password, cost),
  verify: (password, hash) => Bun.password.verify(password, hash, 'argon2id'),
}

/** Of 256 random bits that nobody kept, at the same cost. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$atpks+d7qyxnH2jMK9Gd1Jzx+tRPF3cFXzrIIOj8LPY$M9r6S0UWPKNNlBa7yEv2jfuAme8DNd5HHot081int+Q'

const atOnce = 2
const mayWait = 32

export function createPasswords({ hash, verify }: Argon2 = argon2): Passwords {
  const inTurn = createTurns()
  return {
    hash: (password) => inTurn(() => hash(asTyped(password))),

    async matches(password, known) {
      const isSame = await inTurn(() => verify(asTyped(password), known ?? nobodysHash))
      return isSame && known !== null
    },
  }
}

/** Keyboards write the same letter in different ways. */
function asTyped(password: string): string {
  return password.normalize('NFC')
}

/** Runs two at once; the others wait in line. */
function createTurns() {
  const line: (() => void)[] = []
  let running = 0

  return async <T>(compute: () => Promise<T>): Promise<T> => {
    if (running === atOnce) {
      if (line.length === mayWait) throw tooMany()
      // Who leaves hands the turn on, so that nobody can slip in between.
      await new Promise<void>((enter) => line.push(enter))
    } else {
      running += 1
    }
    try {
      return await compute()
    } finally {
      const next = line.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}

function tooMany(): AppError {
  return new AppError('rate_limited', 'Too many people sign in right now: try again in a moment.', {
    retryAfter: 2,
  })
}
