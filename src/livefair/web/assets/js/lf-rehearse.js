// <lf-rehearse data-measures>: the camera stays on this device; only numbers of its light, sound and movement are sent.
import { token } from './csrf.js'
import { LightMeter, loudness } from './gauges.js'
import { _ } from './words.js'

const EVERY_MS = 2000

class Rehearse extends HTMLElement {
  #light = new LightMeter()

  connectedCallback () {
    this.video = this.querySelector('video')
    this.querySelector('[data-open]').addEventListener('click', () => this.#open())
  }

  disconnectedCallback () {
    clearInterval(this.timer)
    this.stream?.getTracks().forEach(track => track.stop())
    this.sound?.close()
  }

  async #open () {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: { autoGainControl: false } })
    } catch {
      return this.#tell([_('No camera or microphone was found.')])
    }
    this.video.srcObject = this.stream
    this.querySelector('.idle').hidden = true
    this.sound = new AudioContext()
    this.ear = new AnalyserNode(this.sound, { fftSize: 8192 })
    this.sound.createMediaStreamSource(this.stream).connect(this.ear)
    this.timer = setInterval(() => this.#measure(), EVERY_MS)
  }

  async #measure () {
    const body = new URLSearchParams({ ...this.#light.measure(this.video), ...loudness(this.ear) })
    const answer = await fetch(this.dataset.measures, { method: 'POST', body, headers: { 'X-CSRFToken': token(), Accept: 'application/json' } }).catch(() => null)
    if (answer?.status === 409) return clearInterval(this.timer)
    if (answer?.ok) this.#tell((await answer.json()).warnings)
  }

  #tell (warnings) {
    const list = this.querySelector('[data-warnings]')
    list.replaceChildren(...warnings.map(text => Object.assign(document.createElement('li'), { textContent: text })))
    list.hidden = !warnings.length
    this.querySelector('[data-fine]').hidden = Boolean(warnings.length)
  }
}
customElements.define('lf-rehearse', Rehearse)
