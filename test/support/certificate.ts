import { generateKeyPairSync, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'

/** PEM. */
export interface Certificate {
  key: string
  cert: string
}

/**
 * A certificate for names, which may be IPv4 addresses, that nobody but itself vouches for, as X.509 (RFC 5280) wants it, made without any
 * program.
 */
export function createCertificate(...names: [string, ...string[]]): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = sequence(hex('06082a8648ce3d040302'))
  const commonName = der(0x0c, Buffer.from('Navish tests'))
  const issuer = sequence(der(0x31, sequence(hex('0603550403'), commonName)))
  const alternativeNames = sequence(...names.map(alternativeName))
  const day = 24 * 60 * 60 * 1000
  const facts = sequence(
    der(0xa0, hex('020102')),
    hex('020101'),
    ecdsaWithSha256,
    issuer,
    sequence(time(Date.now() - day), time(Date.now() + day)),
    issuer,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(hex('0603551d11'), der(0x04, alternativeNames)))),
  )
  const signature = Buffer.concat([Buffer.of(0), sign('sha256', facts, privateKey)])
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: pem(sequence(facts, ecdsaWithSha256, der(0x03, signature))),
  }
}

function alternativeName(name: string): Buffer {
  if (isIPv4(name)) return der(0x87, Buffer.from(name.split('.').map(Number)))
  return der(0x82, Buffer.from(name))
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.of(tag, ...sizeOf(content)), content])
}

function sizeOf({ length }: Buffer): number[] {
  if (length < 128) return [length]
  return length < 256 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256]
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

/** `YYMMDDhhmmssZ` */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\.\d+|\D/g, '')
  return der(0x17, Buffer.from(`${digits.slice(2)}Z`))
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
