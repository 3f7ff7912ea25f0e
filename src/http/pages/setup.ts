import { html } from '../docs/html.ts'
import { layout, passwordField } from './layout.ts'

/** Where one-time links lead: makes the first admin, or sets a password. The secret stands behind the #, so no server and no log sees it. */
export const setupPage = layout({
  name: 'setup',
  title: 'Set up Navish',
  main: html`<section data-view="setup" hidden>
      <h1 tabindex="-1">Create the first admin</h1>
      <p class="quiet">
        Welcome to Navish. You will sign in with this address and password. This link works until
        <time data-text="expiry"></time>.
      </p>
      <form method="post" action="v1/auth/link" data-form="link">
        <p class="alert" role="alert" data-text="fault"></p>
        <div class="field">
          <label for="email">E-mail address</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="username"
            required
            maxlength="254"
          />
        </div>
        <div class="field">
          <label for="name">Name <span>(optional)</span></label>
          <input id="name" name="name" type="text" autocomplete="name" maxlength="200" />
        </div>
        ${passwordField('first-password', 'Password', 'new')}
        <button class="button" type="submit">Create and sign in</button>
      </form>
    </section>
    <section data-view="password" hidden>
      <h1 tabindex="-1">Choose a password</h1>
      <p class="quiet">
        You will sign in with it. This link works until <time data-text="expiry"></time>.
      </p>
      <form method="post" action="v1/auth/link" data-form="link">
        <p class="alert" role="alert" data-text="fault"></p>
        <div class="field">
          <label for="owner">E-mail address</label>
          <input id="owner" type="email" autocomplete="username" readonly />
        </div>
        ${passwordField('new-password', 'New password', 'new')}
        <button class="button" type="submit">Save and sign in</button>
      </form>
    </section>
    <section data-view="dead" hidden>
      <h1 tabindex="-1">This link does not work any more</h1>
      <p>It was used already, it has expired, or a newer one took its place.</p>
      <div data-part="dead-setup" hidden>
        <p>
          Navish has no admin yet: start it again, and it prints a new link, which is valid for 30
          minutes. Or create an admin on the server, in a shell:
        </p>
        <code class="command">navish admin create you@example.org</code>
      </div>
      <div data-part="dead-password" hidden>
        <p>
          If you know your password, <a href="./">sign in</a>. If not, an admin can make a new link
          for you. An admin who is locked out gets in again with a command on the server:
        </p>
        <code class="command">navish admin reset you@example.org</code>
      </div>
    </section>
    <section data-view="incomplete" hidden>
      <h1 tabindex="-1">The link is incomplete</h1>
      <p>
        Open it as it was printed or sent to you, with all that stands behind the <code>#</code>.
      </p>
      <p><a href="./">Go to the front page</a></p>
    </section>`,
})
