// usage: bun shot.ts  — helper for looking at pages
import { chromium } from 'playwright-core'
export async function open(url: string, o: { width?: number; height?: number; dark?: boolean; cookie?: string } = {}) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  const context = await browser.newContext({ viewport: { width: o.width ?? 1280, height: o.height ?? 800 }, colorScheme: o.dark ? 'dark' : 'light' })
  const page = await context.newPage()
  page.on('console', (m) => console.log('console', m.type(), m.text()))
  page.on('pageerror', (e) => console.log('pageerror', e.message, e.stack?.slice(0, 600)))
  await page.goto(url)
  return { browser, context, page }
}
