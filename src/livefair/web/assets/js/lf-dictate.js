// <lf-dictate data-to>: what the host says becomes captions, where the browser can listen. Off until it is tapped.
import { token } from './csrf.js'
import { newKey } from './dom.js'
import { _ } from './words.js'

const CHARS_MAX = 160
const AGO_MS_MAX = 10_000

/** Parts that a caption can hold, cut at blanks where there are any. */
function parts (text) {
  const words = text.trim().match(/[^\s]{1,160}/gu) ?? []
  const found = []
  for (const word of words) {
    const last = found.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= CHARS_MAX) found[found.length - 1] = `${last} ${word}`
    else found.push(word)
  }
  return found
}

class Dictate extends HTMLElement {
  #isWanted = false
  #began = 0

  connectedCallback () {
    const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition
    if (!Recognition) return
    this.hidden = false
    this.button = this.querySelector('button')
    this.said = this.querySelector('[data-said]')
    this.ear = new Recognition()
    this.ear.continuous = true
    this.ear.addEventListener('speechstart', () => { this.#began = Date.now() })
    this.ear.addEventListener('result', event => this.#hear(event))
    this.ear.addEventListener('error', event => this.#fail(event.error))
    // Browsers end it now and then.
    this.ear.addEventListener('end', () => this.#isWanted && this.#listen())
    this.button.addEventListener('click', () => this.#isWanted ? this.#stop() : this.#start())
  }

  disconnectedCallback () { this.#stop() }

  #start () {
    this.#isWanted = true
    this.button.setAttribute('aria-pressed', 'true')
    this.said.textContent = _('Listening…')
    this.#listen()
  }

  #stop (words = '') {
    if (!this.ear) return
    this.#isWanted = false
    this.button.setAttribute('aria-pressed', 'false')
    this.said.textContent = words
    this.ear.abort()
  }

  #listen () {
    this.lang = this.parentElement.querySelector('[name=lang]').value
    this.ear.lang = { zh: 'zh-CN', en: 'en-US' }[this.lang]
    try { this.ear.start() } catch { /* it runs already */ }
  }

  #hear ({ resultIndex, results }) {
    for (const result of [...results].slice(resultIndex)) if (result.isFinal) this.#send(result[0].transcript)
  }

  async #send (transcript) {
    const ago = this.#began ? Math.max(0, Math.min(AGO_MS_MAX, Date.now() - this.#began)) : 0
    this.#began = Date.now()
    for (const text of parts(transcript)) {
      this.said.textContent = text
      const body = new URLSearchParams({ text, lang: this.lang, source: 'spoken', ago_ms: ago, key: newKey() })
      const answer = await fetch(this.dataset.to, { method: 'POST', body, headers: { 'X-CSRFToken': token(), 'HX-Request': 'true' } }).catch(() => null)
      if (answer?.status === 409) return this.#stop(_('You are not on air.'))
    }
  }

  #fail (error) {
    if (error === 'no-speech' || error === 'aborted') return
    this.#stop(error === 'not-allowed' ? _('The browser was not allowed to listen.') : _('The browser cannot write down what you say here. Type instead.'))
  }
}
customElements.define('lf-dictate', Dictate)
