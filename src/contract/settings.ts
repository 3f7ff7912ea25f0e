import { Type, type Static } from '@sinclair/typebox'
import { operation } from './operation.ts'
import { Meaning, Nullable, OneOf, Shape, Text } from './shapes.ts'

const PublicUrl = Text(500, 'the address under which Sentry and people reach Navish')

export const SettingsView = Shape(
  {
    publicUrl: Nullable(
      Type.String({
        description:
          'the address under which Sentry and people reach Navish; null: made from each request',
      }),
    ),
    publicUrlFrom: Nullable(
      OneOf(
        ['configuration', 'settings'],
        'where that is said: by flag or variable when the server starts, or here',
      ),
    ),
  },
  { description: 'what is set for all' },
)
export type SettingsView = Static<typeof SettingsView>

const shown: SettingsView = {
  publicUrl: 'https://navish.example.org',
  publicUrlFrom: 'settings',
}

export const settingsOperations = {
  showSettings: operation({
    method: 'GET',
    path: '/v1/settings',
    tag: 'settings',
    role: 'viewer',
    summary: 'Show what is set for all',
    answer: SettingsView,
    examples: { answer: shown },
  }),
  updateSettings: operation({
    method: 'PATCH',
    path: '/v1/settings',
    tag: 'settings',
    role: 'admin',
    summary: 'Set the public URL',
    description:
      'Webhook URLs and links that are made from now on begin with it. What flag or variable said when the server started wins, and cannot be changed here. Whether cookies are sent only over TLS does not depend on it: a mistake here locks nobody out.',
    body: Shape({
      publicUrl: Meaning(Nullable(PublicUrl), 'the address; null: made from each request'),
    }),
    answer: SettingsView,
    errors: ['conflict'],
    examples: { body: { publicUrl: 'https://navish.example.org' }, answer: shown },
  }),
}
