import { render } from 'preact'
import { App } from './app.tsx'
import { listenForKeys } from './frame/keys.tsx'
import { keepTitle } from './frame/title.ts'
import { followLinks, path } from './navigation.ts'
import { askForHome } from './alerts/early.ts'
import { loadRest } from './parts/later.tsx'
import { keepAsking, whoChanged } from './session.ts'
import 'uplot/dist/uPlot.min.css'
import './style/base.css'
import './style/parts.css'
import './style/frame.css'
import './style/alerts.css'
import './style/alert.css'
import './style/connect.css'
import './style/table.css'
import './style/ledger.css'
import './style/payload.css'
import './style/settings.css'
import './style/notifications.css'

// Single sign-on comes back by loading the page.
void whoChanged()
keepAsking()
if (path.value === '/') askForHome()
followLinks()
listenForKeys()
keepTitle()
loadRest()
const place = document.getElementById('app')
if (place !== null) {
  place.replaceChildren()
  render(<App />, place)
}
