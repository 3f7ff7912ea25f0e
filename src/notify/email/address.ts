/** An address alone: what SMTP takes without quotes, with a domain in ASCII. */
const bare = '[^\\s\\x00-\\x1f\\x7f<>()\\[\\],;:@"\\\\]{1,64}@[A-Za-z0-9.-]{1,253}'

/** What an address looks like as a setting. */
export const addressPattern = `^${bare}$`

/** What a sender looks like as a setting: an address, or a name with one. */
export const senderPattern = `^(?:[^\\x00-\\x1f\\x7f<>"]{0,100}<${bare}>|${bare})$`

/** A sender in its parts, which need no quoting; one that does not fit the pattern is all address. */
export function senderOf(text: string): { name: string; address: string } {
  const [, name = '', address = text] = /^([^<>]*)<([^<>]+)>$/.exec(text) ?? []
  return { name: name.trim(), address }
}

/** The domain of an address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
