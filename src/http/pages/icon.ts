import { severities, type Severity } from '../../core/severity.ts'
import { html, raw } from '../docs/html.ts'
import plain from './icon.svg' with { type: 'text' }

const colours: Record<Severity, string> = {
  critical: '#c81e3a',
  error: '#d9480f',
  warning: '#b07d00',
  info: '#0b57c2',
}

/** The icon of a tab, with how many alerts are open and how bad the worst one is. Anything that is not that gives the plain one. */
export function icon(query: URLSearchParams): string {
  const count = query.get('count') ?? ''
  const severity = severities.find((each) => each === query.get('severity'))
  if (!/^[1-9]\d{0,2}$/.test(count) || severity === undefined) return plain
  const text = Number(count) > 99 ? '99+' : count
  const size = text.length > 2 ? 15 : text.length > 1 ? 19 : 22
  const attributes = raw(
    `x="16" y="${16 + size * 0.36}" font-size="${size}" text-anchor="middle" fill="#fff"`,
  )
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="8" fill="${colours[severity]}" />
    <text ${attributes} font-family="system-ui, sans-serif" font-weight="700">${text}</text>
  </svg>`.markup
}
