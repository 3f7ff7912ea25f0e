// What the pages do. It only shows and hides what is in them, and puts texts in as text.

const page = document.body
const all = (selector, within = document) => [...within.querySelectorAll(selector)]

function view(name) {
  for (const section of all('[data-view]')) section.hidden = section.dataset.view !== name
  const shown = document.querySelector(`[data-view="${name}"]`)
  const first = shown?.querySelector('input:not([readonly])') ?? shown?.querySelector('h1')
  first?.focus()
}

function say(name, text, within = document) {
  for (const place of all(`[data-text="${name}"]`, within)) place.textContent = text
}

function part(name, isShown) {
  for (const place of all(`[data-part="${name}"]`)) place.hidden = !isShown
}

function fail({ detail }) {
  say('failure', detail)
  view('failed')
}

/** Asks the API. Gives `{ status, ok, body }`, whatever happens. */
async function ask(method, path, content) {
  try {
    const response = await fetch(path, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: content === undefined ? undefined : JSON.stringify(content),
    })
    const text = await response.text()
    return { status: response.status, ok: response.ok, body: text === '' ? {} : JSON.parse(text) }
  } catch {
    const detail = 'Navish does not answer. Please try again in a moment.'
    return { status: 0, ok: false, body: { detail } }
  }
}

/** Sends a form when its button is pressed, once at a time. */
function onSubmit(name, send) {
  for (const form of all(`[data-form="${name}"]`)) {
    const button = form.querySelector('[type="submit"]')
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      if (button.disabled) return
      button.disabled = true
      say('fault', '', form)
      await send(Object.fromEntries(new FormData(form)), form)
      button.disabled = false
    })
  }
}

function refuse(form, { detail }) {
  say('fault', detail, form)
  form.querySelector('[name="password"]').select()
}

for (const button of all('[data-reveal]')) {
  button.addEventListener('click', () => {
    const input = document.getElementById(button.dataset.reveal)
    const isShown = input.type === 'password'
    input.type = isShown ? 'text' : 'password'
    button.textContent = isShown ? 'Hide' : 'Show'
    button.ariaLabel = `${button.textContent} the password`
  })
}

const rights = {
  viewer: 'You can see everything.',
  operator: 'You can see everything and act on alerts.',
  admin: 'You can do everything here.',
}

async function home() {
  const me = await ask('GET', 'v1/me')
  if (me.ok) return signedIn(me.body)
  if (me.status !== 401) return fail(me.body)
  const ways = await ask('GET', 'v1/auth')
  if (!ways.ok) return fail(ways.body)
  const { needsSetup, password, singleSignOn } = ways.body
  for (const form of all('[data-form="sign-in"]')) form.hidden = !password
  part('single-sign-on', singleSignOn !== null)
  part('or', password)
  if (singleSignOn !== null) {
    say('provider', singleSignOn.name)
    // Relative, like everything here.
    document.querySelector('[data-link="single-sign-on"]').href = singleSignOn.url.slice(1)
  }
  const isRefused = document.querySelector('[data-text="notice"]').textContent !== ''
  view(needsSetup && !isRefused ? 'needs-setup' : 'sign-in')
}

function signedIn({ name, role, user }) {
  say('who', name)
  say('name', user?.name ?? '')
  part('name', (user?.name ?? null) !== null)
  say('role', role)
  say('rights', rights[role] ?? '')
  view('signed-in')
}

async function signIn({ email, password }, form) {
  const answer = await ask('POST', 'v1/auth/sign-in', { email, password })
  if (!answer.ok) return refuse(form, answer.body)
  say('notice', '')
  form.reset()
  await home()
}

async function signOut() {
  const answer = await ask('POST', 'v1/auth/sign-out')
  if (!answer.ok) return say('sign-out-fault', answer.body.detail)
  const me = await ask('GET', 'v1/me')
  if (!me.ok) return home()
  say('sign-out-fault', 'The proxy in front of Navish signs you in: sign out there.')
}

const link = () => decodeURIComponent(location.hash.slice(1))

async function setup() {
  if (link() === '') return view('incomplete')
  const found = await ask('POST', 'v1/auth/link/check', { link: link() })
  if (found.status === 401) return dead()
  if (!found.ok) return fail(found.body)
  const { kind, email, expiresAt } = found.body
  say('expiry', new Date(expiresAt).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }))
  document.getElementById('owner').value = email ?? ''
  view(kind)
}

async function dead() {
  const ways = await ask('GET', 'v1/auth')
  part('dead-setup', ways.ok && ways.body.needsSetup)
  part('dead-password', ways.ok && !ways.body.needsSetup)
  view('dead')
}

async function useLink({ email, name, password }, form) {
  const body = { link: link(), email, password, name: name || undefined }
  const answer = await ask('POST', 'v1/auth/link', body)
  if (answer.status === 401) return dead()
  if (!answer.ok) return refuse(form, answer.body)
  // Not the link: going back would only show that it is used up.
  location.replace('./')
}

const start = page.dataset.page === 'setup' ? setup : home
for (const button of all('[data-again]')) button.addEventListener('click', start)
for (const button of all('[data-go]')) {
  button.addEventListener('click', () => view(button.dataset.go))
}
onSubmit('sign-in', signIn)
onSubmit('sign-out', signOut)
onSubmit('link', useLink)
addEventListener('hashchange', () => void start())
await start()
