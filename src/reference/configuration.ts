import { settings } from '../config.ts'
import { code, page, table } from './markdown.ts'

/** Every setting. */
export function configurationPage(): string {
  return page('Configuration', 'src/config.ts', [
    table(
      ['flag', 'variable', 'meaning'],
      Object.values(settings).map(({ flag, env, doc }) => [
        code(flag),
        env.map(code).join(', '),
        doc,
      ]),
    ),
  ])
}
