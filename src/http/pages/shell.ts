import { html, raw } from '../docs/html.ts'
import type { Assets } from './assets.ts'

export interface Shell {
  assets: Assets
  /** The path that was asked for. */
  path: string
  /** Why signing in elsewhere did not work. */
  notice: string | null
}

/**
 * The one page, which the script fills. Its addresses are relative, so that it also works behind a proxy that puts it under a path.
 */
export function shell({ assets: { script, imported, style, icons }, path, notice }: Shell): string {
  const top = '../'.repeat(path.split('/').length - 2) || './'
  return html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f6f7f9" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14161b" />
        ${notice === null ? null : html`<meta name="sign-in-notice" content="${notice}" />`}
        <title>Navish</title>
        <link rel="icon" href="${top}icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="${top}${icons[0].url}" />
        <link rel="manifest" href="${top}manifest.webmanifest" />
        <link rel="stylesheet" href="${top}${style.url}" />
        ${imported.map(({ url }) => html`<link rel="modulepreload" href="${top}${url}" />`)}
        <script type="module" src="${top}${script.url}"></script>
      </head>
      <body>
        <div id="app">
          <p class="loading" role="status">Navish is loading …</p>
          <noscript
            ><p class="fault">
              This page needs JavaScript. Everything it does can also be done with the command
              <code>navish</code> and with the API.
            </p></noscript
          >
        </div>
      </body>
    </html> `.markup
}

/** Lets browsers install the dashboard like a program. */
export function manifest({ icons }: Assets): string {
  const [small, large] = icons
  return JSON.stringify({
    id: './',
    name: 'Navish',
    short_name: 'Navish',
    description: 'Alerts from Sentry',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#14161b',
    theme_color: '#14161b',
    icons: [
      { src: small.url, sizes: '192x192', type: 'image/png' },
      { src: large.url, sizes: '512x512', type: 'image/png' },
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
  })
}
