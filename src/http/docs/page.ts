import type { OpenApi, Verb } from '../openapi-document.ts'
import { fieldsOf } from './fields.ts'
import { html, raw, type Markup } from './html.ts'
import { inline, markdown } from './markdown.ts'
import { operationSection, verbLabel, type Placed } from './operation.ts'

/** The documentation as one page that needs nothing beside it: no script, nothing to load. */
export function pageOf(document: OpenApi, style: string): string {
  const { info, tags, components } = document
  const placed = operationsOf(document)
  const ofTag = (name: string) => placed.filter(({ operation }) => operation.tags.includes(name))
  return html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${info.title} API ${info.version}</title>
        <link rel="icon" href="data:," />
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#top">Skip the contents</a>
        <header>
          <strong>${info.title} API</strong> <span>${info.version}</span>
          <a href="#contents">Contents</a> <a href="openapi.json">openapi.json</a>
        </header>
        <nav id="contents" aria-label="Contents">
          <h2><a href="#top">introduction</a></h2>
          ${tags.map(({ name }) => tagContents(name, ofTag(name)))}
          <h2><a href="#problems">problems</a></h2>
          <h2><a href="#shapes">shapes</a></h2>
        </nav>
        <main id="top">
          <h1>${info.title} API</h1>
          ${introduction(document)}
          ${tags.map(
            ({ name, description }) =>
              html`<section id="tag-${name}">
                <h2><a href="#tag-${name}">${name}</a></h2>
                <p>${inline(description)}</p>
                ${ofTag(name).map(operationSection)}
              </section>`,
          )}
          <section id="problems">
            <h2><a href="#problems">problems</a></h2>
            ${problems(components.examples)}
          </section>
          <section id="shapes">
            <h2><a href="#shapes">shapes</a></h2>
            ${shapes(components.schemas)}
          </section>
        </main>
      </body>
    </html> `.markup
}

function operationsOf({ paths }: OpenApi): Placed[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => ({ path, verb: verb as Verb, operation })),
  )
}

function tagContents(tag: string, placed: readonly Placed[]): Markup {
  return html`<h2><a href="#tag-${tag}">${tag}</a></h2>
    <ul>
      ${placed.map(
        ({ verb, path, operation }) =>
          html`<li>
            <a href="#${operation.operationId}" title="${operation.summary}"
              >${verbLabel(verb)} <code>${path}</code></a
            >
          </li>`,
      )}
    </ul>`
}

function introduction({ info, servers, components }: OpenApi): Markup {
  const server = servers[0]?.url ?? '/'
  const isHere = server.startsWith('/')
  const address = isHere ? `https://navish.example.org${server.replace(/\/$/, '')}` : server
  return html`${markdown(info.description)}
    <dl class="fields">
      ${Object.entries(components.securitySchemes).map(
        ([name, { description }]) =>
          html`<div>
            <dt><code>${name}</code></dt>
            <dd>${inline(description ?? '')}</dd>
          </div>`,
      )}
    </dl>
    <p>The examples below are for a shell in which these are set:</p>
    <pre tabindex="0"><code>export NAVISH_SERVER=${address}
export NAVISH_TOKEN=nva_…</code></pre>`
}

function problems(examples: OpenApi['components']['examples']): Markup {
  return html`<dl class="fields">
    ${Object.entries(examples).map(([code, { summary, value }]) => {
      const { status, detail } = value as { status: number; detail: string }
      return html`<div id="problem-${code}">
        <dt><code>${code}</code> <span class="type">${status}</span></dt>
        <dd>${inline(summary ?? '')}<br /><q>${detail}</q></dd>
      </div>`
    })}
  </dl>`
}

function shapes(schemas: OpenApi['components']['schemas']): Markup[] {
  return Object.entries(schemas).map(
    ([name, schema]) =>
      html`<section class="shape" id="shape-${name}">
        <h3><a href="#shape-${name}">${name}</a></h3>
        <p>${inline(schema.description ?? '')}</p>
        ${fieldsOf(schema)}
      </section>`,
  )
}
