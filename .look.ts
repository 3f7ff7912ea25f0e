import { open } from './.shot.ts'
const base = process.env['B'] ?? 'http://127.0.0.1:8099'
const [path = '/', name = 'x', w = '1280', dark = ''] = process.argv.slice(2)
const { browser, page } = await open(base + '/icon.svg', { width: Number(w), dark: dark === 'dark', height: Number(w) < 600 ? 800 : 860 })
const jar = await Bun.file(process.env['J'] ?? '/tmp/nd.cookie').text()
const value = /navish_session\t(\S+)/.exec(jar)![1]!
await page.context().addCookies([{ name: 'navish_session', value, url: base }])
await page.goto(base + path)
await page.waitForTimeout(900)
for (const key of (process.env['K'] ?? '').split(',').filter(Boolean)) { await page.keyboard.press(key); await page.waitForTimeout(150) }
for (const sel of (process.env['C'] ?? '').split('|').filter(Boolean)) { await page.click(sel); await page.waitForTimeout(400) }
await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: process.env['F'] === '1' })
const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
if (over > 0) console.log('OVERFLOW', over)
await browser.close()
