// The shell: htmx for documents and forms, small elements for what moves. Heavy elements load when a page has them.
import 'htmx.org/dist/htmx.esm.js'
import './csrf.js'
import './pictures.js'
import './sheet.js'
import './lf-toast.js'
import './lf-quantity.js'
import './lf-time.js'
import './lf-copy.js'
import './lf-when.js'
import './lf-left.js'
import './lf-pick.js'
import './rail.js'

const parts = {
  'lf-feed': () => import('./lf-feed.js'),
  'lf-player': () => import('./lf-player.js'),
  'lf-room': () => import('./lf-room.js'),
  'lf-replay': () => import('./lf-replay.js'),
  'lf-publish': () => import('./lf-publish.js'),
  'lf-rehearse': () => import('./lf-rehearse.js'),
  'lf-dictate': () => import('./lf-dictate.js'),
  'lf-upload': () => import('./lf-upload.js'),
  'lf-model': () => import('./lf-model.js'),
  'lf-countdown': () => import('./lf-countdown.js'),
  'lf-verify': () => import('./lf-verify.js'),
  'lf-screen': () => import('./lf-screen.js'),
  'lf-series': () => import('./lf-series.js'),
  'lf-find': () => import('./lf-find.js'),
  'lf-push': () => import('./lf-push.js')
}

function load (root) {
  for (const [tag, part] of Object.entries(parts)) {
    if (!customElements.get(tag) && (root.matches?.(tag) || root.querySelector(tag))) part()
  }
}
load(document)
document.addEventListener('htmx:after:swap', () => load(document))

if ('serviceWorker' in navigator && window.isSecureContext) navigator.serviceWorker.register('/sw.js').catch(() => {})
