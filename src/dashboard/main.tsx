import { render } from 'preact'
import { App } from './app.tsx'
import { listenForKeys } from './frame/keys.tsx'
import { keepTitle } from './frame/title.ts'
import { followLinks, path } from './navigation.ts'
import { askForHome } from './alerts/early.ts'
import { askWho } from './session.ts'
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

void askWho()
if (path.value === '/') askForHome()
followLinks()
listenForKeys()
keepTitle()
const place = document.getElementById('app')
if (place !== null) {
  place.replaceChildren()
  render(<App />, place)
}
