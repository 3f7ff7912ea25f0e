import { open } from './.shot.ts'
const out = await Bun.file('/tmp/nf.out').text()
const link = /http:\S+setup#\S+/.exec(out)![0]
const dark = process.argv[2] === 'dark'
const w = Number(process.argv[3] ?? 1280)
const { browser, page } = await open(link, { dark, width: w })
const shot = async (n: string) => { await page.waitForTimeout(400); await page.screenshot({ path: `/tmp/shots/setup-${n}.png` }) }
const t = performance.now()
await shot('1')
await page.fill('input[type=email]', 'jane@example.org'); await page.fill('input[name=password]', 'correct horse battery'); await page.keyboard.press('Enter')
await page.waitForSelector('text=Where can Sentry reach'); await shot('2')
await page.click('text=Go on')
await page.waitForSelector('text=Connect Sentry'); await shot('3'); await page.click('text=Show its webhook URL'); await page.waitForSelector('.copy'); await shot('4')
await page.click('button.main >> text=Go on'); await page.waitForSelector('text=Send a sample'); await shot('5'); await page.click('text=Send a sample alert'); await page.waitForSelector('text=Now let Sentry'); await shot('6'); await page.click('text=Now let Sentry'); await page.waitForSelector('text=Done: go'); await shot('7'); await page.click('text=Done'); await page.waitForSelector('text=Nothing is wrong'); await shot('8')
console.log(performance.now() - t)
await browser.close()
