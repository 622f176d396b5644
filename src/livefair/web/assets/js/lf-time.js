// <lf-time><time datetime="…Z">UTC text</time></lf-time>: the same moment in the reader's own zone.
import { lang } from './words.js'
const full = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })

customElements.define('lf-time', class extends HTMLElement {
  connectedCallback () {
    const time = this.querySelector('time')
    if (time) time.textContent = full.format(new Date(time.dateTime))
  }
})
