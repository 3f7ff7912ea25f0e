import type { LinkView, UserView } from '../contract/accounts.ts'
import { printFacts, type Terminal } from './terminal.ts'

export function printUser(terminal: Terminal, user: UserView): void {
  printFacts(terminal, [
    ['user', user.id],
    ['e-mail', user.email],
    ['name', user.name],
    ['role', user.role],
    ['password', user.hasPassword ? 'yes' : 'no'],
    ['single sign-on', user.singleSignOn ? 'yes' : 'no'],
    ['created', user.createdAt],
    ['last sign-in', user.lastSignInAt],
    ['disabled', user.disabledAt],
  ])
}

/** Shows a one-time link, alone on its line, so that it can be taken from there. */
export function printLink(terminal: Terminal, { url, expiresAt }: LinkView, whom: string): void {
  printFacts(terminal, [[`link for ${whom}`, url]])
  terminal.err(`It works once, until ${expiresAt}, and is shown only now.\n`)
}
