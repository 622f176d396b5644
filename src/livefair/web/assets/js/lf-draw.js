// <lf-draw data-draw data-ticket data-now> inside <lf-room>: the room's lucky draw as one chip that opens its sheet.
// Listens to the room's frames: {"t":"draw", …} and {"t":"draw_count", id, entries}; see docs/room-events.md.
import htmx from 'htmx.org/dist/htmx.esm.js'
import './lf-countdown.js'
import { el, icon } from './dom.js'
import { toast } from './lf-toast.js'
import { _, compact } from './words.js'

const RESULT_MS = 90000

class Draw extends HTMLElement {
  connectedCallback () {
    this.ahead = Number(this.dataset.now) - Date.now()
    this.ticket = this.dataset.ticket
    this.room = this.closest('lf-room')
    this.room?.addEventListener('lf:frame', event => this.#frame(event.detail))
    this.swapped = () => this.#look()
    document.addEventListener('htmx:after:swap', this.swapped)
    if (this.dataset.draw) this.#show(JSON.parse(this.dataset.draw))
  }

  disconnectedCallback () {
    document.removeEventListener('htmx:after:swap', this.swapped)
    clearTimeout(this.leaving)
  }

  #frame (frame) {
    if (frame.state?.show?.draw) this.#show(frame.state.show.draw)
    for (const event of frame.events ?? []) {
      if (event.t === 'draw') this.#news(event)
      if (event.t === 'draw_count' && event.id === this.draw?.id) this.#count(event.entries)
    }
  }

  #news (draw) {
    if (draw.id !== this.draw?.id) this.ticket = ''
    this.#show(draw)
    if (draw.state === 'drawn' && this.#hasWon(draw)) {
      toast(_('You have won: {prize}', { prize: draw.prize }))
      this.room?.burst?.add(12)
    }
  }

  #hasWon (draw) { return this.ticket && draw.winners?.some(winner => winner.ticket === this.ticket) }

  #count (entries) {
    this.draw.entries = entries
    for (const node of document.querySelectorAll(`[data-draw-id="${CSS.escape(this.draw.id)}"] [data-entries]`)) node.textContent = compact(entries)
    this.#label()
  }

  // The sheet says which ticket is the reader's own.
  #look () {
    const mine = document.querySelector('#sheet [data-my-ticket]')
    if (!mine || mine.dataset.drawId !== this.draw?.id || this.ticket === mine.dataset.myTicket) return
    this.ticket = mine.dataset.myTicket
    this.#show(this.draw)
  }

  #show (draw) {
    this.draw = draw
    clearTimeout(this.leaving)
    const shownFor = draw.closes_at + RESULT_MS - Date.now() - this.ahead
    if (draw.state !== 'open' && shownFor <= 0) return this.replaceChildren()
    if (draw.state !== 'open') this.leaving = setTimeout(() => this.replaceChildren(), shownFor)
    const chip = el('a', `draw-chip is-${draw.state}`)
    chip.href = `/draws/${draw.id}`
    chip.setAttribute('hx-get', chip.getAttribute('href'))
    chip.setAttribute('hx-target', '#sheet')
    const bag = el('span', 'bag-art')
    bag.append(icon('gift', 22))
    chip.append(bag, this.#text(draw))
    this.replaceChildren(chip)
    htmx.process(chip)
    this.#label()
  }

  #text (draw) {
    if (draw.state === 'closed') return el('span', '', _('Drawing…'))
    if (draw.state === 'drawn') return el('span', '', this.#hasWon(draw) ? _('You won!') : _('Winners'))
    const left = el('lf-countdown', '', '', { until: draw.closes_at, now: Date.now() + this.ahead })
    if (!this.ticket) return left
    const both = el('span', 'is-in')
    both.append(icon('check', 14), left)
    return both
  }

  #label () {
    const { draw } = this
    const text = _('Lucky draw: {prize}. Entries: {n}', { prize: draw.prize, n: draw.entries })
    this.firstElementChild?.setAttribute('aria-label', this.ticket ? [text, _('You are in.')].join(' ') : text)
  }
}
customElements.define('lf-draw', Draw)
