/** What somebody may do: a viewer reads, an operator also acts on alerts and events, an admin does everything. */
export const roles = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof roles)[number]

/** Whether a role includes another. */
export function includes(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}

/** The lesser of two roles. */
export function lesser(a: Role, b: Role): Role {
  return includes(a, b) ? b : a
}

/** What a command on this machine, and whoever may read its data directory, acts as. */
export const actorKinds = ['user', 'token', 'command', 'system'] as const
export type ActorKind = (typeof actorKinds)[number]

/** In whose name something is done. */
export interface Actor {
  kind: ActorKind
  /** Of the user or API token; null for a command and for Navish itself. */
  id: string | null
  /** What people know them by: an e-mail address, a token's label, the name of the account on this machine. */
  name: string
  role: Role
  /** Of the user; for an API token the one who made it, if anybody did. */
  userId: string | null
  /** From where, where that is known. */
  address: string | null
  requestId: string | null
}

/** Lengths of a password, in characters. Longer ones only cost time. */
export const passwordLength = { least: 12, most: 1000 }

/** What is wrong with a password, as a sentence, or null. */
export function passwordFault(password: string, { email }: { email: string }): string | null {
  const { length } = Array.from(password)
  if (length < passwordLength.least) {
    return `A password has at least ${passwordLength.least} characters; this one has ${length}.`
  }
  if (length > passwordLength.most)
    return `A password has at most ${passwordLength.most} characters.`
  if (new Set(password).size < 4)
    return 'A password of so few different characters is easily guessed.'
  const [name = ''] = email.toLowerCase().split('@')
  const plain = password.toLowerCase()
  if (plain === email.toLowerCase() || (name.length >= 8 && plain === name.repeat(2))) {
    return 'A password must not be made of the e-mail address.'
  }
  return null
}

/** An e-mail address as it is stored and compared, or null when it is none. */
export function emailOf(text: string): string | null {
  const email = text.trim().toLowerCase().normalize('NFC')
  // What is before and after the @ is for the mail server to judge.
  return email.length <= 254 && /^[^\s@"<>]+@[^\s@"<>]+$/.test(email) ? email : null
}
