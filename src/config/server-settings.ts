import { readPublicUrl } from '../public-url.ts'
import { setting } from './setting.ts'
import { asText, readNetworks, readPath, readPort, sizeOf } from './values.ts'

/** Where it listens, and how it is reached. */
export const serverSettings = {
  host: setting({
    value: 'ADDRESS',
    doc: 'address to listen on, 0.0.0.0 for all',
    byDefault: '127.0.0.1',
    default: '127.0.0.1',
    example: '0.0.0.0',
    read: asText,
  }),
  port: setting({
    value: 'NUMBER',
    doc: 'port to listen on, 0 takes a free one; the line that serve prints tells it',
    byDefault: '8077',
    default: 8077,
    example: '8077',
    also: ['PORT'],
    read: readPort,
  }),
  publicUrl: setting<string | null>({
    value: 'URL',
    doc: 'address under which Sentry and people reach Navish; only with https:// here are cookies sent over TLS alone',
    byDefault: 'what is set in the dashboard, else host and port',
    default: null,
    example: 'https://navish.example.org',
    read: readPublicUrl,
  }),
  basePath: setting({
    value: 'PATH',
    doc: 'path under which everything is, for a reverse proxy that passes requests on without taking it off',
    byDefault: '',
    default: '',
    example: '/navish',
    read: readPath,
  }),
  maxBody: setting({
    value: 'SIZE',
    doc: 'largest webhook, in bytes or like 5MiB',
    byDefault: '5MiB',
    default: 5 * 1024 * 1024,
    example: '10MiB',
    read: sizeOf(1024, 1024 ** 3),
  }),
  trustedProxies: setting<string[]>({
    value: 'NETWORKS',
    doc: 'networks of your reverse proxies, like 127.0.0.1/32,10.0.0.0/8: what they say of who asks is believed',
    byDefault: '',
    default: [],
    example: '127.0.0.1, 10.0.0.0/8',
    read: readNetworks,
  }),
}
