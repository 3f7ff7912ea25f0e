import { readAllowed } from '../outbound/addresses.ts'
import { readSecretKey } from '../secrets/key.ts'
import { setting } from './setting.ts'

/** How people are told. */
export const tellingSettings = {
  secretKey: setting<string | null>({
    value: 'KEY',
    doc: 'what the secrets of channels are sealed with: 32 bytes in hex or base64, or a passphrase of at least 32 characters; keep a copy apart from the database; better from a file',
    byDefault: 'secret.key in the data directory, made when it is needed',
    default: null,
    example: 'a passphrase of at least 32 characters',
    secret: true,
    read: readSecretKey,
  }),
  outboundAllow: setting<string[]>({
    value: 'NETWORKS',
    doc: 'networks that messages may go to besides public addresses',
    byDefault: '',
    default: [],
    example: '10.0.0.0/8, 192.0.2.7',
    read: readAllowed,
  }),
}
