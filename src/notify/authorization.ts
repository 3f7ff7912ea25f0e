/** How settings say who we are. */
export interface Credentials {
  /** Goes before user and password. */
  token?: string
  user?: string
  password?: string
}

/** The header that says who we are; none when nobody asks. */
export function authorizationOf({ token, user, password }: Credentials): Record<string, string> {
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  if (user === undefined) return {}
  const basic = Buffer.from(`${user}:${password ?? ''}`).toString('base64')
  return { authorization: `Basic ${basic}` }
}
