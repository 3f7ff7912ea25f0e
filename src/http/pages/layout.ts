import { html, raw, type Markup } from '../docs/html.ts'
import { assets } from './assets.ts'

export interface Page {
  /** Which part of the script is for it. */
  name: string
  title: string
  main: Markup
}

/** A page around one card. Its addresses are relative, so that it also works behind a proxy that puts it under a path. */
export function layout({ name, title, main }: Page): string {
  return html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="${assets.icon.url}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assets.style.url}" />
        <script type="module" src="${assets.script.url}"></script>
      </head>
      <body data-page="${name}">
        <header><img src="${assets.icon.url}" alt="" /> Navish</header>
        <main>
          <noscript
            ><p class="alert">
              This page needs JavaScript. Everything it does can also be done with the command
              <code>navish</code> and with the API.
            </p></noscript
          >
          <p class="quiet" data-view="wait" role="status">One moment …</p>
          ${main}
          <section data-view="failed" hidden>
            <h1 tabindex="-1">That did not work</h1>
            <p role="alert" data-text="failure"></p>
            <button class="button second" type="button" data-again>Try again</button>
          </section>
        </main>
        <footer><a href="docs">API documentation</a></footer>
      </body>
    </html> `.markup
}

/** A field for a password that can be looked at. */
export function passwordField(id: string, label: string, use: 'current' | 'new'): Markup {
  const hint = html`<p class="hint" id="${id}-hint">
    At least 12 characters; a few words together are good.
  </p>`
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <div class="secret">
      <input
        id="${id}"
        name="password"
        type="password"
        autocomplete="${use}-password"
        required
        maxlength="1000"
        ${raw(use === 'new' ? `minlength="12" aria-describedby="${id}-hint"` : '')}
      />
      <button type="button" data-reveal="${id}" aria-label="Show the password">Show</button>
    </div>
    ${use === 'new' ? hint : null}
  </div>`
}
