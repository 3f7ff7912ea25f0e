import { startDashboard } from './test/support/dashboard.ts'
const d = await startDashboard()
await d.fire('1', { title: 'Cart is broken' }); await d.fire('2', { title: 'Coupon has expired' })
const { page, faults } = await d.openAs('operator', '/')
await page.waitForTimeout(800)
const client = await page.context().newCDPSession(page)
await client.send('Debugger.enable')
for (const k of ['j','j','k']) {
  const r = await Promise.race([page.keyboard.press(k).then(() => 'ok'), Bun.sleep(2000).then(() => 'hang')])
  console.log(k, r)
  if (r === 'hang') {
    client.on('Debugger.paused', async (p) => { console.log(p.callFrames.slice(0, 14).map((f) => f.functionName + ':' + f.location.columnNumber).join('\n')); 
      const f = p.callFrames[0]!; const src = await client.send('Debugger.getScriptSource', { scriptId: f.location.scriptId }); const line = src.scriptSource.split('\n')[f.location.lineNumber]!;
      for (const fr of p.callFrames.slice(0,10)) { const l = src.scriptSource.split('\n')[fr.location.lineNumber]!; console.log('>>', l.slice(Math.max(0, fr.location.columnNumber - 120), fr.location.columnNumber + 60)) }
      process.exit(0) })
    await client.send('Debugger.pause')
    await Bun.sleep(2000); process.exit(1)
  }
}
console.log(faults); process.exit(0)
