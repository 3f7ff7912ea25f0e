/** Where systemd listens for what a program says of itself. */
export interface NotifySocket {
  /** Sends one datagram, never waiting; false when it did not leave, as when nobody takes them up. */
  send(text: string): boolean
}

// Linux, on every processor that Bun runs on.
const unix = 1
const datagram = 2
const closeOnExec = 0o2000000
const noSignal = 0x4000
const dontWait = 0x40
/** The size of a path in `sockaddr_un`. */
const longest = 108

/**
 * Opens the socket that `$NOTIFY_SOCKET` names: a path, or `@` and an abstract name (sd_notify(3)). Neither Bun nor Node has datagram
 * sockets of the file system, so the C library is asked; musl takes every name of a C library for its own. Throws when there is no way.
 */
export async function openNotifySocket(name: string): Promise<NotifySocket> {
  const address = addressOf(name)
  // Said above, it would be loaded at every start, also where there is no systemd.
  const { dlopen, ptr } = await import('bun:ffi')
  const { symbols: libc } = dlopen('libc.so.6', {
    socket: { args: ['i32', 'i32', 'i32'], returns: 'i32' },
    sendto: { args: ['i32', 'ptr', 'u64', 'i32', 'ptr', 'u32'], returns: 'i64' },
  })
  const socket = libc.socket(unix, datagram | closeOnExec, 0)
  if (socket < 0) throw new Error('no socket can be made')
  return {
    send(text) {
      const bytes = Buffer.from(text)
      const flags = noSignal | dontWait
      const sent = libc.sendto(
        socket,
        ptr(bytes),
        bytes.length,
        flags,
        ptr(address),
        address.length,
      )
      return Number(sent) === bytes.length
    },
  }
}

/** A `sockaddr_un`, as long as it must be: an abstract name is all that follows its first zero. */
function addressOf(name: string): Uint8Array<ArrayBuffer> {
  const isAbstract = name.startsWith('@')
  if (!isAbstract && !name.startsWith('/')) {
    throw new Error(`only sockets of this machine are known, not "${name}"`)
  }
  const path = Buffer.from(isAbstract ? `\0${name.slice(1)}` : `${name}\0`)
  if (path.length > longest) throw new Error(`the name of the socket is too long: "${name}"`)
  const family = new Uint8Array(new Uint16Array([unix]).buffer)
  return new Uint8Array([...family, ...path])
}
