/** Requests to addresses that people gave, which must not reach what only this machine can. */
export interface Outbound {
  /**
   * One HTTP/1.1 request. The name is resolved once, every address that it has must be allowed, and the connection goes to the one that was
   * looked at. No redirect is followed, no proxy is used, TLS is always verified for the name. Throws `OutboundError`.
   */
  request(asked: OutboundRequest): Promise<OutboundReply>
  /** For protocols other than HTTP: the address to connect to for a host, after the same checks. Throws `OutboundError`. */
  resolve(host: string): Promise<string>
}

export interface OutboundRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `http:` or `https:`, without user and password. */
  url: string
  /** Those that say where a request goes and ends are not for others to write. */
  headers?: Readonly<Record<string, string>>
  body?: string
  /** ms for all of it; 10,000 unless told. */
  timeoutMs?: number
}

export interface OutboundReply {
  status: number
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>
  /** 64 KiB at most, read as UTF-8; what is longer is cut, and the connection with it. */
  body: string
}

/** Why a request got no reply. The message is a sentence for a person, and holds no secret part of the URL. */
export class OutboundError extends Error {
  /** `forbidden`: the address is not allowed, or the URL, host or a header is none; the others may work later. */
  readonly code: 'forbidden' | 'unresolved' | 'unreachable' | 'tls' | 'timeout' | 'broken'

  constructor(code: OutboundError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OutboundError'
    this.code = code
  }
}

/** What may be reached besides public addresses: `NAVISH_OUTBOUND_ALLOW`, in CIDR notation or single addresses. */
export interface OutboundPolicy {
  allow: readonly string[]
}
