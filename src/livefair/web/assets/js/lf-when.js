// <lf-when data-at> with input[type=datetime-local] and hidden `offset` and `zone`: the day and time are the host's own, not UTC.
import { _ } from './words.js'

customElements.define('lf-when', class extends HTMLElement {
  connectedCallback () {
    this.input = this.querySelector('input[type="datetime-local"]')
    this.offset = this.querySelector('input[name="offset"]')
    if (this.dataset.at) {
      const at = new Date(Number(this.dataset.at))
      this.input.value = new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16)
    }
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const note = this.querySelector('[data-zone]')
    if (zone) this.querySelector('input[name="zone"]')?.setAttribute('value', zone)
    if (note && zone) note.textContent = _('Your time zone: {zone}', { zone })
    this.input.addEventListener('input', () => this.#tell())
    this.#tell()
  }

  // The distance from UTC on that day: summer time counts.
  #tell () {
    const at = new Date(this.input.value || Date.now())
    this.offset.value = String(-at.getTimezoneOffset())
  }
})
