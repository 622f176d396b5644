// <lf-captions> in <lf-room>: what the host says, in writing, for those who have turned it on (the room's data-captions).
import { el } from './dom.js'

const LINES_MAX = 2
const SEEN_MAX = 50

class Captions extends HTMLElement {
  #seen = []

  connectedCallback () {
    this.room = this.closest('lf-room')
    this.away = new AbortController()
    this.room.addEventListener('lf:frame', event => {
      for (const each of event.detail.events ?? []) {
        if (each.t === 'caption') this.#show(each)
        if (each.t === 'caption_changed') this.#change(each)
      }
    }, this.away)
  }

  disconnectedCallback () { this.away.abort() }

  #show ({ id, text, lang }) {
    if (this.#seen.includes(id)) return
    this.#seen = [...this.#seen.slice(-SEEN_MAX), id]
    const line = el('p', '', text)
    line.lang = lang
    line.dataset.id = id
    this.append(line)
    while (this.childElementCount > LINES_MAX) this.firstElementChild.remove()
    setTimeout(() => line.remove(), Math.max(3000, Math.min(8000, [...text].length * 200)))
  }

  /** Corrected, or taken back. */
  #change ({ id, text }) {
    const line = [...this.children].find(each => each.dataset.id === id)
    if (line && text) line.textContent = text
    else line?.remove()
  }
}
customElements.define('lf-captions', Captions)
