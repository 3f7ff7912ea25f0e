import { sha256 } from '../../token.ts'
import icon from './icon.svg' with { type: 'text' }
import style from './page.css' with { type: 'text' }
// oxlint-disable-next-line import/default -- it is a text here
import script from './page.js' with { type: 'text' }

export interface Asset {
  /** Relative to the front page. It names the content, so a browser can keep it for ever. */
  url: string
  type: string
  content: string
}

/** What the pages are made of beside their markup. They are in the binary. */
export const assets = {
  icon: asset('icon', 'svg', 'image/svg+xml', icon),
  style: asset('page', 'css', 'text/css; charset=utf-8', style),
  script: asset('page', 'js', 'text/javascript; charset=utf-8', script),
}

function asset(name: string, extension: string, type: string, content: string): Asset {
  return { url: `assets/${name}.${sha256(content).slice(0, 16)}.${extension}`, type, content }
}
