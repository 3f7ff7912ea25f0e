import { settingGroups } from '../config/config.ts'
import { named, type Definition } from '../config/setting.ts'
import { block, code, page, table } from './markdown.ts'

/** Every setting with all its names, its default and its meaning, from its definition. */
export function configurationPage(): string {
  return page('Configuration: every setting', 'src/config/', [
    introduction,
    block(['navish config print', 'navish config check', 'navish config example > navish.yaml']),
    ...settingGroups.flatMap(({ title, settings }) => [
      `## ${title}`,
      table(
        ['key in the file', 'flag', 'variable', 'default', 'meaning'],
        Object.entries<Definition<unknown>>(settings).map(row),
      ),
    ]),
    '## Not settings',
    table(['variable', 'flag', 'meaning'], others),
  ])
}

const introduction = `How these come together, and which to set first: [operate: configuration](../operate/configuration.md). A flag wins over a variable, a
variable over what systemd hands over, that over \`navish.yaml\`, and the file over the default. An empty variable counts as not set.

A setting marked as *secret* is never shown. It may also stand in a file: the variable with \`_FILE\` behind it names that file; in
\`navish.yaml\` the key with \`File\` behind it does; and systemd may hand it over as a credential.`

/** What tells a command where to work rather than how to be. */
const others = [
  [
    '`NAVISH_CONFIG_FILE`',
    '`--config`',
    'the file of settings; else the first of `./navish.yaml`, `$XDG_CONFIG_HOME/navish/navish.yaml` and `/etc/navish/navish.yaml`',
  ],
  [
    '`NAVISH_SERVER`',
    '`--server`',
    'the server that a command works on, instead of a data directory',
  ],
  ['`NAVISH_TOKEN`, or `NAVISH_TOKEN_FILE` with its file', '', 'the API token for that'],
]

function row([name, definition]: [string, Definition<unknown>]): string[] {
  const { flag, env, credential, systemd, doc, byDefault } = named(name, definition)
  const variables = [
    ...env.map(code),
    ...(credential === null
      ? []
      : [`${code(`${env[0] ?? ''}_FILE`)}, credential ${code(credential)}`]),
    ...(systemd === undefined ? [] : [code(`$${systemd}`)]),
  ]
  const secret = credential === null ? '' : ' *(secret)*'
  return [code(name), code(flag), variables.join(', '), byDefault || 'none', `${doc}${secret}`]
}
