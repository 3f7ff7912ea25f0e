import { html } from '../docs/html.ts'
import { layout, passwordField } from './layout.ts'

/** The front page: who is signed in, or how to sign in. `notice` says why signing in elsewhere did not work. */
export function homePage(notice: string | null): string {
  return layout({
    name: 'home',
    title: 'Navish',
    main: html`<section data-view="sign-in" hidden>
        <h1 tabindex="-1">Sign in</h1>
        <p class="alert" role="alert" data-text="notice">${notice}</p>
        <form method="post" action="v1/auth/sign-in" data-form="sign-in">
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
          ${passwordField('password', 'Password', 'current')}
          <button class="button" type="submit">Sign in</button>
        </form>
        <div data-part="single-sign-on" hidden>
          <p class="or" data-part="or">or</p>
          <a class="button second" data-link="single-sign-on" href="v1/auth/oidc"
            >Sign in with <span data-text="provider"></span
          ></a>
        </div>
      </section>
      <section data-view="needs-setup" hidden>
        <h1 tabindex="-1">Navish has no admin yet</h1>
        <p>
          When it started, Navish printed a set-up link, which makes you the first admin. It is
          valid for 30 minutes: start Navish again for a new one.
        </p>
        <p>Or create an admin on the server, in a shell:</p>
        <code class="command">navish admin create you@example.org</code>
        <button class="button second" type="button" data-go="sign-in">
          I have an account already
        </button>
      </section>
      <section data-view="signed-in" hidden>
        <h1 tabindex="-1">You are signed in</h1>
        <p class="quiet" data-text="rights"></p>
        <p class="alert" role="alert" data-text="sign-out-fault"></p>
        <dl>
          <div>
            <dt>E-mail address</dt>
            <dd data-text="who"></dd>
          </div>
          <div data-part="name">
            <dt>Name</dt>
            <dd data-text="name"></dd>
          </div>
          <div>
            <dt>Role</dt>
            <dd data-text="role"></dd>
          </div>
        </dl>
        <form method="post" action="v1/auth/sign-out" data-form="sign-out">
          <button class="button second" type="submit">Sign out</button>
        </form>
      </section>`,
  })
}
