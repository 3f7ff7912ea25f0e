import { expect, test } from 'bun:test'
import { curlOf } from '../../../src/http/docs/curl.ts'
import { html } from '../../../src/http/docs/html.ts'
import { markdown } from '../../../src/http/docs/markdown.ts'

test('what is put into HTML is escaped once, and never what is HTML already', () => {
  const inner = html`<b title="${`"'`}">${'<i> & '}</b>`

  expect(html`<p>${inner}${[inner, null, 7]}</p>`.markup).toBe(
    '<p><b title="&#34;&#39;">&#60;i&#62; &#38; </b><b title="&#34;&#39;">&#60;i&#62; &#38; </b>7</p>',
  )
})

test('descriptions may have paragraphs, lists, code and stress; all else is text', () => {
  const text = 'One `a <b>` and **two**, *three*, 4 * 5.\n\n- `x`: y\n- z'

  expect(html`${markdown(text)}`.markup.replaceAll(/\n\s*/g, '')).toBe(
    '<p>One <code>a &#60;b&#62;</code> and <strong>two</strong>, <em>three</em>, 4 * 5.</p>' +
      '<ul><li><code>x</code>: y</li><li>z</li></ul>',
  )
})

test('an example for the shell keeps a quote within its word', () => {
  const command = curlOf('/v1/alerts/{id}/notes', 'post', {
    operationId: 'noteOnAlert',
    tags: [],
    summary: '',
    parameters: [
      { name: 'id', in: 'path', required: true, description: '', schema: {}, example: '12' },
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: {}, example: { text: "it's down" } } },
    },
    responses: {},
  })

  expect(command).toBe(
    String.raw`curl -X POST "$NAVISH_SERVER/v1/alerts/12/notes" \
  -H "Authorization: Bearer $NAVISH_TOKEN" \
  -H 'Content-Type: application/json' \
  -d '{"text":"it'\''s down"}'`,
  )
})
