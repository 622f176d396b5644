// <lf-find data-show>: tells how long it took from opening the search to opening what was found.
import { note } from './signals.js'

// The sheet is drawn anew for every search: looking has begun with the first of them.
let began = null

customElements.define('lf-find', class extends HTMLElement {
  connectedCallback () {
    began ??= performance.now()
    this.addEventListener('click', event => {
      if (!event.target.closest('.found a') || began === null) return
      note({ kind: 'found', subject: `show:${this.dataset.show}`, ms: Math.round(performance.now() - began) })
      began = null
    })
  }

  disconnectedCallback () {
    setTimeout(() => { if (!document.querySelector('lf-find')) began = null })
  }
})
