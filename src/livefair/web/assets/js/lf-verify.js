// <lf-verify data-proof>: checks a lucky draw in this browser, as docs/draws.md says, from nothing but the public list.
import { el, icon } from './dom.js'
import { _ } from './words.js'

const FORMAT = 'livefair-draw-1'
const bytes = text => new TextEncoder().encode(text)
const hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, '0')).join('')
const digest = async (...parts) => hex(await crypto.subtle.digest('SHA-256', bytes([FORMAT, ...parts].join('\n'))))

async function isPromised (draw) {
  const rules = JSON.parse(draw.rules)
  const commitment = await digest('commitment', draw.seed, draw.id, draw.rules)
  return draw.format === FORMAT && rules.format === FORMAT && rules.draw_id === draw.id && commitment === draw.commitment
}

async function isChained (draw) {
  const rules = JSON.parse(draw.rules)
  let running = await digest('entries', draw.id)
  let before = rules.opened_at_ms
  const seen = new Set()
  for (const [i, { position, ticket, at_ms: at, running_hash: hash }] of draw.entries.entries()) {
    running = await digest('entry', running, String(position), ticket, String(at))
    if (position !== i + 1 || hash !== running || seen.has(ticket) || at < before || at >= rules.closes_at_ms) return false
    seen.add(ticket)
    before = at
  }
  return running === draw.entries_root
}

async function isDrawn (draw) {
  const key = await crypto.subtle.importKey('raw', bytes(draw.seed), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const numbered = []
  for (const { position, ticket } of draw.entries) {
    const message = [FORMAT, 'winner', draw.entries_root, position, ticket].join('\n')
    numbered.push([hex(await crypto.subtle.sign('HMAC', key, bytes(message))), ticket])
  }
  const won = numbered.sort((a, b) => a[0] < b[0] ? -1 : 1).slice(0, JSON.parse(draw.rules).winners).map(([, ticket]) => ticket)
  return won.join() === draw.winners.join()
}

const CHECKS = [
  [isPromised, () => _('Seed and rules are those of the commitment.'), () => _('Seed or rules are not those of the commitment.')],
  [isChained, () => _('The list of entries is whole and in order.'), () => _('The list of entries is not whole.')],
  [isDrawn, () => _('These winners follow from them.'), () => _('Others should have won.')]
]

/** Returns for each check whether it passed. */
export async function verify (draw) {
  const passed = []
  for (const [check] of CHECKS) passed.push(await check(draw).catch(() => false))
  return passed
}

class Verify extends HTMLElement {
  connectedCallback () { this.querySelector('button').addEventListener('click', () => this.#check()) }

  async #check () {
    const list = this.querySelector('ol')
    list.replaceChildren(el('li', 'muted', _('Computing…')))
    try {
      const passed = await verify(await (await fetch(this.dataset.proof, { headers: { Accept: 'application/json' } })).json())
      list.replaceChildren(...CHECKS.map(([, yes, no], i) => this.#line(passed[i], passed[i] ? yes() : no())))
      this.dataset.verdict = passed.every(Boolean) ? 'right' : 'wrong'
    } catch {
      list.replaceChildren(this.#line(false, _('The list could not be read. Please try again.')))
    }
  }

  #line (isGood, text) {
    const node = el('li', isGood ? 'is-right' : 'is-wrong')
    node.append(icon(isGood ? 'circle-check' : 'circle-alert'), el('span', '', text))
    return node
  }
}
customElements.define('lf-verify', Verify)
