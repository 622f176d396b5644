// <lf-countdown data-until data-now>: minutes and seconds until a moment of the server's clock.
import { clock } from './words.js'

class Countdown extends HTMLElement {
  connectedCallback () {
    const ahead = Number(this.dataset.now) - Date.now()
    const tick = () => { this.textContent = clock(Math.max(0, Math.ceil((Number(this.dataset.until) - Date.now() - ahead) / 1000))) }
    tick()
    this.timer = setInterval(tick, 500)
  }

  disconnectedCallback () { clearInterval(this.timer) }
}
customElements.define('lf-countdown', Countdown)
