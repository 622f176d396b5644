// <lf-flash data-flash> inside <lf-room>: the flash sale of the room, by the server's clock and the server's count.
// Listens to the room's frames: {"t":"flash", …, now} and {"t":"flash_count", id, taken, pieces}; see docs/room-events.md.
import htmx from 'htmx.org/dist/htmx.esm.js'
import './lf-countdown.js'
import { el, icon } from './dom.js'
import { title } from './lines.js'
import { _, lang, money, ngettext } from './words.js'

const RESULT_MS = 8000
const plain = (minor, currency) => Object.values(money(minor, currency)).join('')

class Flash extends HTMLElement {
  connectedCallback () {
    this.away = new AbortController()
    this.closest('lf-room')?.addEventListener('lf:frame', event => this.#frame(event.detail), this.away)
    if (this.dataset.flash) this.#show(JSON.parse(this.dataset.flash), false)
  }

  disconnectedCallback () {
    this.away.abort()
    clearTimeout(this.turning)
  }

  #frame (frame) {
    const state = frame.state?.show
    if (state) state.flash ? this.#show(state.flash, false) : this.replaceChildren()
    for (const event of frame.events ?? []) {
      if (event.t === 'flash') this.#show(event, true)
      if (event.t === 'flash_count' && event.id === this.sale?.id && this.bar) this.#count(event)
    }
  }

  // One that was over before anybody looked is not shown.
  #show (sale, isNews) {
    clearTimeout(this.turning)
    this.bar = undefined
    if (sale.state === 'over' && !isNews) return this.replaceChildren()
    this.sale = sale
    this.ahead = sale.now - Date.now()
    this.replaceChildren(sale.state === 'over' ? this.#over() : this.#card())
    htmx.process(this)
    if (this.bar) this.#count(sale)
    if (sale.state === 'over') this.turning = setTimeout(() => this.replaceChildren(), RESULT_MS)
    else this.#turnLater(sale.state === 'announced' ? sale.opens_at : sale.closes_at)
  }

  // The next state begins by the server's clock even where no word of it arrives.
  #turnLater (at) {
    const next = this.sale.state === 'announced' ? 'open' : 'over'
    const wait = Math.max(0, at - Date.now() - this.ahead)
    this.turning = setTimeout(() => this.#show({ ...this.sale, state: next, now: Date.now() + this.ahead }, true), wait)
  }

  #card () {
    const { sale } = this
    const isOpen = sale.state === 'open'
    const card = el('section', `flash-card is-${sale.state}`)
    card.setAttribute('aria-label', _('Flash sale'))
    const link = Object.assign(el('a'), { href: sale.href ?? `/p/${sale.product_id}?room=${this.closest('lf-room').dataset.room}` })
    link.setAttribute('hx-get', link.getAttribute('href'))
    link.setAttribute('hx-target', '#sheet')
    const head = el('p', 'flash-head')
    const now = Date.now() + this.ahead
    const clock = el('lf-countdown', 'num', '', { until: isOpen ? sale.closes_at : sale.opens_at, now })
    head.append(icon('zap', 17), el('b', '', isOpen ? _('Flash sale') : _('Flash sale begins in')), clock)
    const what = el('p', 'flash-what')
    what.append(el('span', '', `${title(sale)} · ${lang.startsWith('zh') ? sale.sku : sale.sku_en}`))
    const price = el('p', 'flash-price')
    price.append(el('b', 'num', plain(sale.price_minor, sale.currency)), el('s', 'num', plain(sale.usual_minor, sale.currency)))
    price.append(el('span', 'flash-go', isOpen ? _('Buy') : _('Look')))
    this.bar = document.createElement('progress')
    this.bar.setAttribute('aria-label', _('Pieces that are left'))
    this.words = el('small', 'num')
    link.append(head, what, price, this.bar, this.words)
    card.append(link)
    return card
  }

  #count ({ taken, pieces }) {
    Object.assign(this.sale, { taken, pieces })
    this.bar.max = pieces
    this.bar.value = pieces - taken
    const left = ngettext('{n} piece left', '{n} pieces left', pieces - taken)
    this.words.textContent = [left, ngettext('{n} for each', '{n} for each', this.sale.limit)].join(' · ')
    this.querySelector('.flash-card')?.classList.toggle('is-gone', pieces === taken)
  }

  #over () {
    const note = el('p', 'flash-card is-over')
    note.setAttribute('role', 'status')
    note.append(icon('zap', 17), el('span', '', _('The flash sale is over: {n} of {of} were sold.', { n: this.sale.taken, of: this.sale.pieces })))
    return note
  }
}
customElements.define('lf-flash', Flash)
