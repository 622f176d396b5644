// <lf-auction data-auction> inside <lf-room>: the auction of the room, by the server's clock.
// Listens to the room's frames: {"t":"auction", …, now}; see docs/room-events.md. Bidding is in the sheet that it opens.
import htmx from 'htmx.org/dist/htmx.esm.js'
import './lf-countdown.js'
import { el, icon } from './dom.js'
import { title } from './lines.js'
import { _, lang, money, ngettext } from './words.js'

const RESULT_MS = 12000
const plain = (minor, currency) => Object.values(money(minor, currency)).join('')

class Auction extends HTMLElement {
  connectedCallback () {
    this.away = new AbortController()
    this.closest('lf-room')?.addEventListener('lf:frame', event => this.#frame(event.detail), this.away)
    if (this.dataset.auction) this.#show(JSON.parse(this.dataset.auction), false)
  }

  disconnectedCallback () {
    this.away.abort()
    clearTimeout(this.turning)
  }

  #frame (frame) {
    const state = frame.state?.show
    if (state) state.auction ? this.#show(state.auction, false) : this.replaceChildren()
    for (const event of frame.events ?? []) if (event.t === 'auction') this.#show(event, true)
  }

  // One that was over before anybody looked is not shown.
  #show (auction, isNews) {
    clearTimeout(this.turning)
    if (auction.state === 'closed' && !isNews) return this.replaceChildren()
    this.replaceChildren(auction.state === 'closed' ? this.#over(auction) : this.#card(auction))
    htmx.process(this)
    if (auction.state === 'closed') this.turning = setTimeout(() => this.replaceChildren(), RESULT_MS)
  }

  #card (auction) {
    const card = el('section', 'flash-card is-auction')
    card.setAttribute('aria-label', _('Auction'))
    const link = Object.assign(el('a'), { href: auction.href ?? `/auctions/${auction.id}?room=${this.closest('lf-room').dataset.room}` })
    link.setAttribute('hx-get', link.getAttribute('href'))
    link.setAttribute('hx-target', '#sheet')
    const head = el('p', 'flash-head')
    const clock = el('lf-countdown', 'num', '', { until: auction.closes_at, now: auction.now })
    head.append(icon('gavel', 17), el('b', '', _('Auction')), clock)
    const what = el('p', 'flash-what')
    what.append(el('span', '', `${title(auction)} · ${lang.startsWith('zh') ? auction.sku : auction.sku_en}`))
    const price = el('p', 'flash-price')
    price.append(el('b', 'num', plain(auction.price_minor, auction.currency)), el('span', 'flash-go', _('Bid')))
    const words = [ngettext('{n} bid', '{n} bids', auction.bids)]
    if (auction.leaders?.length) words.push(_('{name} leads', { name: auction.leaders[0].slice(0, 6) }))
    if (auction.has_reserve && auction.bids && !auction.is_met) words.push(_('reserve not reached yet'))
    link.append(head, what, price, el('small', 'num', words.join(' · ')))
    card.append(link)
    return card
  }

  #over (auction) {
    const note = el('p', 'flash-card is-over')
    note.setAttribute('role', 'status')
    const price = plain(auction.price_minor, auction.currency)
    const words = auction.is_met ? _('The auction is over: sold for {price}.', { price }) : _('The auction is over: nobody has bid enough.')
    note.append(icon('gavel', 17), el('span', '', words))
    return note
  }
}
customElements.define('lf-auction', Auction)
