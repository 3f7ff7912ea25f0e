import { makePool, type Body } from '../bodies.ts'
import type { Bench, Case } from '../case.ts'
import { run } from '../children.ts'
import { runBrowser } from '../clients/run.ts'
import { startNavish } from '../navish.ts'
import { ms, short } from '../report.ts'
import { median, numbersOf, percentile } from '../statistics.ts'
import { chromiumPath } from '../../support/chromium.ts'

const password = 'correct horse battery staple'
const email = 'bench@example.org'

async function signIn({ binary, workspace }: Bench, url: string, dataDir: string): Promise<string> {
  await run([binary, 'admin', 'create', email, '--password-stdin', '--data-dir', dataDir], {
    cwd: workspace.path,
    input: password,
  })
  const { headers } = await fetch(`${url}/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return /navish_session=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? ''
}

function sentOf({ text, resource, signature }: Body) {
  const headers = {
    'content-type': 'application/json',
    'sentry-hook-resource': resource,
    'sentry-hook-signature': signature,
  }
  return { headers, body: text }
}

export const dashboard: Case = async (bench) => {
  if (chromiumPath === null) throw new Error('no Chromium is on the path')
  await using stack = new AsyncDisposableStack()
  const navish = await startNavish(bench)
  stack.defer(() => navish.stop())
  const { origin } = new URL(navish.webhook)
  const url = `${origin}/`
  const cookie = await signIn(bench, origin, navish.dataDir)
  const count = bench.settings.amount(10_000, 1_000)
  for (const body of makePool({ count, size: 1000, seed: 21 })) {
    await fetch(navish.webhook, { method: 'POST', ...sentOf(body) })
  }
  await navish.drained()

  const { bare, usable, shown, frames, ...view } = await runBrowser(bench, {
    executablePath: chromiumPath,
    url,
    cookie,
    rounds: bench.settings.rounds(9),
    frames: bench.settings.amount(600, 60),
  })
  const bytes = Math.max(...view.bytes)
  const late = frames.filter((frame) => frame > 25).length / frames.length
  const ratio = median(usable) / median(bare)
  return {
    name: 'dashboard',
    what: `the first view of the dashboard with ${count} open alerts, in a browser that knows nothing of it yet, against a bare page; then scrolling`,
    target: '100 kB; 200 ms until it can be used; no frame dropped',
    told: `${short(bytes / 1000)} kB; ${ms(median(usable))} (${short(ratio)} × the bare page), alerts shown after ${ms(median(shown))}; ${short(late * 100)} % of frames late, the longest ${ms(Math.max(...frames))}`,
    measured: {
      bytes,
      ...numbersOf('usableMs', usable),
      ...numbersOf('alertsShownMs', shown),
      ...numbersOf('bareMs', bare),
      ratio,
      frames: frames.length,
      lateFrames: late,
      frameMedianMs: median(frames),
      frameP99Ms: percentile(frames, 99),
    },
    reached: bytes < 100_000 && median(usable) <= 200 && late <= 0.01,
  }
}
