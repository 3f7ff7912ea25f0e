// What is likely to say who somebody is, or to let in whoever has it. Pure. Too much folded away costs a click.

/** Names as they are compared: `X-Forwarded-For`, `ipAddress` and `REMOTE_ADDR` without case and signs. */
const personal: ReadonlySet<string> = new Set([
  'user',
  'users',
  'login',
  'firstname',
  'lastname',
  'fullname',
  'displayname',
  'surname',
  'birthday',
  'birthdate',
  'dateofbirth',
  'mail',
  'ip',
  'ips',
  'clientip',
  'realip',
  'remoteaddr',
  'remotehost',
  'remoteuser',
  'forwarded',
  'xforwardedfor',
  'xrealip',
  'xclientip',
  'cfconnectingip',
  'trueclientip',
  'tel',
  'mobile',
  'address',
  'street',
  'zip',
  'zipcode',
  'postalcode',
  'postcode',
  'geo',
  'latitude',
  'longitude',
  'avatar',
  'avatarurl',
  'cookie',
  'cookies',
  'setcookie',
  'authorization',
  'proxyauthorization',
  'auth',
  'credential',
  'credentials',
  'session',
  'sessionid',
  'sessid',
  'phpsessid',
  'jwt',
  'bearer',
  'pwd',
  'pin',
  'otp',
  'ssn',
  'iban',
  'creditcard',
  'cardnumber',
  'cvv',
  'querystring',
])

/** `user_email`, `csrfToken`, `newPassword`. */
const endings = [
  'email',
  'emails',
  'emailaddress',
  'mailaddress',
  'username',
  'ipaddress',
  'ipaddr',
  'phone',
  'phonenumber',
  'password',
  'passwd',
  'passphrase',
  'token',
  'tokens',
  'secret',
  'secrets',
  'apikey',
  'privatekey',
  'accesskey',
  'sessionkey',
]

/** Whose `name` is that of a person. */
const people: ReadonlySet<string> = new Set([
  'user',
  'actor',
  'author',
  'assignee',
  'assignedto',
  'assignedby',
  'owner',
  'member',
  'reporter',
  'committer',
  'createdby',
  'person',
  'customer',
  'contact',
  'seenby',
  'participants',
  'subscriber',
])

/**
 * Whether what stands under a key is likely personal.
 * @param path the keys from the outermost on, the key itself last; places in arrays count for nothing
 */
export function isPersonalKey(path: readonly string[]): boolean {
  const names = path.filter((each) => !/^\d+$/.test(each)).map(plain)
  const key = names.at(-1)
  if (key === undefined || key === '') return false
  if (personal.has(key) || endings.some((ending) => key.endsWith(ending))) return true
  return key === 'name' && people.has(names.at(-2) ?? '')
}

/** Whether a value looks personal wherever it stands: it has an e-mail address in it, or an IP address. */
export function looksPersonal(text: string): boolean {
  return email.test(text) || ipv4.test(text) || isIpv6(text.trim())
}

/**
 * The name under which a value stands where keys are values themselves: `["Cookie", "…"]`, as Sentry writes headers and tags, or
 * `{"key": "user", "value": "…"}`.
 * @param around the array or object that it stands in
 */
export function nameBeside(around: unknown, key: string): string | null {
  if (Array.isArray(around)) {
    const [name] = around as unknown[]
    return around.length === 2 && key === '1' && typeof name === 'string' ? name : null
  }
  if (key !== 'value' || typeof around !== 'object' || around === null) return null
  const { key: named, name } = around as Record<string, unknown>
  const found = named ?? name
  return typeof found === 'string' ? found : null
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

// Bounded, so that no text takes long.
const email = /[\w.%+-]{1,64}@(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}(?![a-z\d])/i
const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const ipv4 = new RegExp(`(?<![\\d.])${octet}(?:\\.${octet}){3}(?![\\d.])`)

function isIpv6(text: string): boolean {
  const [, address = ''] =
    /^\[?([\da-f:]{2,39})(?:%\w{1,16})?(?:\]?(?:\/\d{1,3})?)?$/i.exec(text) ?? []
  const groups = address.split(':')
  if (groups.some((group) => group.length > 4)) return false
  const isShort = address.includes('::')
  return isShort
    ? address !== '::' && groups.length <= 9
    : groups.length === 8 && !groups.includes('')
}
