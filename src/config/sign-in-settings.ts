import { roles, type Role } from '../core/account.ts'
import { setting } from './setting.ts'
import { asText, oneOf, readHeaderName, readIssuer } from './values.ts'

/** Who is let in, besides by a password. */
export const signInSettings = {
  proxyUserHeader: setting<string | null>({
    value: 'NAME',
    doc: 'header in which a trusted proxy names the e-mail address of who signed in there',
    byDefault: '',
    default: null,
    example: 'Remote-Email',
    read: readHeaderName,
  }),
  oidcIssuer: setting<string | null>({
    value: 'URL',
    doc: 'OpenID Connect provider for single sign-on',
    byDefault: '',
    default: null,
    example: 'https://login.example.org',
    read: readIssuer,
  }),
  oidcClientId: setting<string | null>({
    value: 'ID',
    doc: 'as whom Navish is registered there',
    byDefault: '',
    default: null,
    example: 'navish',
    read: asText,
  }),
  oidcClientSecret: setting<string | null>({
    value: 'SECRET',
    doc: 'its secret there; better from a file',
    byDefault: '',
    default: null,
    example: 'the secret',
    secret: true,
    read: asText,
  }),
  oidcName: setting({
    value: 'NAME',
    doc: 'what people call the provider',
    byDefault: 'single sign-on',
    default: 'single sign-on',
    example: 'Keycloak',
    read: asText,
  }),
  ssoRole: setting<'none' | Role>({
    value: 'ROLE',
    doc: 'role of whom single sign-on knows and Navish does not: none, viewer, operator, admin',
    byDefault: 'none',
    default: 'none',
    example: 'viewer',
    read: oneOf(['none', ...roles] as const),
  }),
}
