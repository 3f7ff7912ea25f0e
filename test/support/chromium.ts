/** Where a Chromium is on this machine; null: nowhere. */
export const chromiumPath =
  process.env['NAVISH_TEST_CHROMIUM'] ??
  ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
    .map((name) => Bun.which(name))
    .find((path) => path !== null) ??
  null
