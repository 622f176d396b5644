// <lf-rehearse data-measures>: the camera stays on this device; only numbers of its light, sound and movement are sent.
import { token } from './csrf.js'
import { _ } from './words.js'

const EVERY_MS = 2000
const WIDTH = 48
const HEIGHT = 64

class Rehearse extends HTMLElement {
  #before = null

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
    this.canvas = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true })
    this.timer = setInterval(() => this.#measure(), EVERY_MS)
  }

  async #measure () {
    const body = new URLSearchParams({ ...this.#light(), ...this.#loudness() })
    const answer = await fetch(this.dataset.measures, { method: 'POST', body, headers: { 'X-CSRFToken': token(), Accept: 'application/json' } }).catch(() => null)
    if (answer?.status === 409) return clearInterval(this.timer)
    if (answer?.ok) this.#tell((await answer.json()).warnings)
  }

  #light () {
    if (!this.video.videoWidth) return {}
    this.canvas.drawImage(this.video, 0, 0, WIDTH, HEIGHT)
    const { data } = this.canvas.getImageData(0, 0, WIDTH, HEIGHT)
    const luma = new Float32Array(WIDTH * HEIGHT)
    let sum = 0
    let change = 0
    for (let i = 0; i < luma.length; i++) {
      luma[i] = 0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2]
      sum += luma[i]
      change += this.#before ? Math.abs(luma[i] - this.#before[i]) : 1
    }
    this.#before = luma
    return { luma: Math.round(sum / luma.length), change: Math.round(10 * change / luma.length) }
  }

  #loudness () {
    const wave = new Float32Array(this.ear.fftSize)
    this.ear.getFloatTimeDomainData(wave)
    let power = 0
    let peak = 0
    for (const value of wave) {
      power += value * value
      peak = Math.max(peak, Math.abs(value))
    }
    const db = value => Math.max(-120, Math.round(20 * Math.log10(value || 1e-6)))
    return { loudness_db: db(Math.sqrt(power / wave.length)), peak_db: db(peak) }
  }

  #tell (warnings) {
    const list = this.querySelector('[data-warnings]')
    list.replaceChildren(...warnings.map(text => Object.assign(document.createElement('li'), { textContent: text })))
    list.hidden = !warnings.length
    this.querySelector('[data-fine]').hidden = Boolean(warnings.length)
  }
}
customElements.define('lf-rehearse', Rehearse)
