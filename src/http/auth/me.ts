import type { MeView } from '../../contract/accounts.ts'
import type { User } from '../../store/accounts.ts'
import { userView } from '../../views.ts'

/** Who is asking, when it is a person. */
export function meOf(user: User): MeView {
  return { kind: 'user', name: user.email, role: user.role, user: userView(user) }
}
