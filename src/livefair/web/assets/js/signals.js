// What people watch, like and skip: kept for a moment, sent in batches, never waited for.
import { token } from './csrf.js'
const LIMIT = 50
let waiting = []

/** signal: {kind, subject: "video:<id>", …numbers} */
export function note (signal) {
  waiting.push({ ...signal, at_ms: Date.now() })
  if (waiting.length >= LIMIT) flush()
}

export function flush () {
  if (!waiting.length) return
  const body = JSON.stringify({ csrf: token(), signals: waiting.splice(0) })
  navigator.sendBeacon('/signals', new Blob([body], { type: 'application/json' }))
}
setInterval(flush, 10000)
addEventListener('pagehide', flush)
document.addEventListener('visibilitychange', () => document.hidden && flush())
