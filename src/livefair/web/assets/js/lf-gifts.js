// <lf-gifts> inside <lf-room>: gifts move for everybody. A few at once, the same giver's same gift adds up.
// Listens to the room's frames: {"t":"gift", id, name, avatar?, code, title, title_en, art, quantity}; see docs/room-events.md.
import { el, icon, isReduced } from './dom.js'
import { title } from './lines.js'

const SHOWN_MAX = 3
const WAITING_MAX = 60
const SHOWN_MS = 4200
const art = {
  petal: () => icon('flower-2', 30),
  steam: () => icon('coffee', 30),
  candle: () => icon('cake', 30),
  lantern: () => icon('lamp-ceiling', 30),
  rocket: () => icon('rocket', 30),
  crown: () => icon('crown', 30)
}
const GRAND = new Set(['rocket', 'crown'])

class Gifts extends HTMLElement {
  #shown = new Map()
  #waiting = []
  #seen = new Set()

  connectedCallback () {
    this.setAttribute('aria-hidden', 'true') // the chat says the same in words
    this.closest('lf-room')?.addEventListener('lf:frame', event => {
      for (const gift of event.detail.events ?? []) if (gift.t === 'gift') this.#add(gift)
    })
  }

  disconnectedCallback () { for (const { timer } of this.#shown.values()) clearTimeout(timer) }

  #add (gift) {
    if (this.#seen.has(gift.id)) return
    this.#seen.add(gift.id)
    if (this.#seen.size > 500) this.#seen.delete(this.#seen.values().next().value)
    const same = this.#shown.get(`${gift.name} ${gift.code}`)
    if (same) return this.#more(same, gift.quantity)
    if (this.#shown.size < SHOWN_MAX) return this.#show(gift)
    if (this.#waiting.length < WAITING_MAX) this.#waiting.push(gift)
  }

  #show (gift) {
    const key = `${gift.name} ${gift.code}`
    const card = el('div', `gift-card is-${gift.art}${isReduced() ? '' : ' is-moving'}`)
    const words = el('span', 'gift-words')
    words.append(el('b', '', gift.name), el('small', '', title(gift)))
    const picture = el('span', `gift-art is-${gift.art}`)
    picture.append((art[gift.art] ?? art.petal)())
    const count = el('b', 'gift-count num', `×${gift.quantity}`)
    card.append(picture, words, count)
    this.append(card)
    if (GRAND.has(gift.art) && !isReduced()) this.#grand(gift)
    const shown = { card, count, quantity: gift.quantity, key, timer: 0 }
    this.#shown.set(key, shown)
    this.#leaveLater(shown)
  }

  #more (shown, quantity) {
    shown.quantity += quantity
    shown.count.textContent = `×${shown.quantity}`
    if (!isReduced()) shown.count.animate([{ scale: 1.7 }, { scale: 1 }], { duration: 320, easing: 'ease-out' })
    this.#leaveLater(shown)
  }

  #leaveLater (shown) {
    clearTimeout(shown.timer)
    shown.timer = setTimeout(() => {
      shown.card.remove()
      this.#shown.delete(shown.key)
      const next = this.#waiting.shift()
      if (next) this.#add({ ...next, id: `${next.id} shown` })
    }, SHOWN_MS)
  }

  // A large one crosses the whole picture once.
  #grand (gift) {
    const big = el('span', `gift-grand is-${gift.art}`)
    const picture = art[gift.art]()
    picture.setAttribute('width', 120)
    picture.setAttribute('height', 120)
    big.append(picture)
    this.append(big)
    big.addEventListener('animationend', () => big.remove())
    setTimeout(() => big.remove(), 4000)
  }
}
customElements.define('lf-gifts', Gifts)
