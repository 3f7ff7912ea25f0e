import { includes, roles, type Role } from '../../core/account.ts'

const does: Record<Role, string> = {
  viewer: 'reads everything about alerts and events',
  operator: 'also acts on alerts and events, and silences alerts',
  admin: 'does everything, also integrations and people',
}

/** A role, with what it may do. */
export function roleInWords(role: Role): string {
  return `${role}: ${does[role]}`
}

/** Those to choose from, up to one of them. */
export function rolesUpTo(most: Role): (readonly [role: Role, words: string])[] {
  return roles.filter((role) => includes(most, role)).map((role) => [role, roleInWords(role)])
}
