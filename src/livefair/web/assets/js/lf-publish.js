// <lf-publish data-whip data-ingest data-token>: camera to room. WHIP first, WebSocket where WebRTC does not connect.
import { Backoff } from './dom.js'
import { SocketPublisher } from './recorder.js'
import { WhipPublisher } from './whip.js'
import { _, clock } from './words.js'

const BITRATE = 2_000_000

class Publish extends HTMLElement {
  #backoff = new Backoff()
  #publisher = null
  #startedAt = 0
  #reconnects = 0
  #wanted = false
  #bitrate = BITRATE

  connectedCallback () {
    this.video = this.querySelector('video')
    this.pickers = { video: this.querySelector('[name="camera"]'), audio: this.querySelector('[name="microphone"]') }
    for (const picker of Object.values(this.pickers)) picker.addEventListener('change', () => this.#source())
    this.querySelector('[data-open]').addEventListener('click', () => this.#source())
    this.querySelector('[data-start]').addEventListener('click', () => this.#goLive())
    this.querySelector('[data-stop]').addEventListener('click', () => this.#stop())
    this.timer = setInterval(() => this.#tick(), 1000)
    addEventListener('pagehide', () => this.#publisher?.stop())
    this.#state('idle')
  }

  disconnectedCallback () {
    clearInterval(this.timer)
    this.#stop()
    this.stream?.getTracks().forEach(track => track.stop())
  }

  #state (state, text = '') {
    this.dataset.state = state
    const words = { idle: _('Camera off'), ready: _('Ready'), connecting: _('Connecting…'), live: _('On air'), lost: _('Connection lost, trying again…'), refused: _('Not allowed') }
    for (const node of this.querySelectorAll('[data-state-text]')) node.textContent = text || words[state]
    const isOn = ['connecting', 'live', 'lost'].includes(state)
    this.querySelector('[data-start]').hidden = isOn || !this.stream
    this.querySelector('[data-stop]').hidden = !isOn
    this.querySelector('.idle').hidden = Boolean(this.stream)
  }

  async #source () {
    const chosen = kind => this.pickers[kind].value ? { deviceId: { exact: this.pickers[kind].value } } : {}
    try {
      const fresh = await navigator.mediaDevices.getUserMedia({
        video: { ...chosen('video'), width: { ideal: 720 }, height: { ideal: 1280 }, frameRate: { ideal: 30 } },
        audio: { ...chosen('audio'), echoCancellation: true, noiseSuppression: true }
      })
      this.stream?.getTracks().forEach(track => track.stop())
      this.stream = fresh
      this.video.srcObject = fresh
      if (this.#publisher) { for (const track of fresh.getTracks()) await this.#publisher.replace(track); this.#publisher.stream = fresh }
      await this.#devices()
      if (!this.#wanted) this.#state('ready')
    } catch (error) {
      this.#state('idle', error.name === 'NotAllowedError' ? _('The browser was not allowed to use the camera.') : _('No camera or microphone was found.'))
    }
  }

  async #devices () {
    const devices = await navigator.mediaDevices.enumerateDevices()
    for (const [kind, picker] of Object.entries(this.pickers)) {
      const current = this.stream.getTracks().find(track => track.kind === kind)?.getSettings().deviceId
      picker.replaceChildren(...devices.filter(device => device.kind === `${kind}input`).map((device, index) => {
        return new Option(device.label || `${index + 1}`, device.deviceId, false, device.deviceId === current)
      }))
    }
  }

  #goLive () {
    this.#wanted = true
    this.#startedAt = 0
    this.#reconnects = 0
    this.#connect()
  }

  async #connect () {
    this.#state('connecting')
    await this.#publisher?.stop()
    const options = { token: this.dataset.token, stream: this.stream, onLost: hint => this.#lost(hint) }
    const ways = [new WhipPublisher({ ...options, url: this.dataset.whip }), new SocketPublisher({ ...options, url: this.dataset.ingest })]
    for (const publisher of ways) {
      try {
        await publisher.start(this.#bitrate)
        if (!this.#wanted) return publisher.stop()
        this.#publisher = publisher
        this.#startedAt ||= Date.now()
        this.#backoff.reset()
        await this.#awake()
        return this.#state('live')
      } catch (error) {
        await publisher.stop()
        if ([401, 403].includes(error.status)) { this.#wanted = false; return this.#state('refused', _('This stream key is no longer valid. Reload the page.')) }
        if (error.message === 'no_h264' && publisher.kind === 'ws') { this.#wanted = false; return this.#state('refused', _('This browser cannot send H.264 video. Use Chrome, Edge, Safari or OBS.')) }
      }
    }
    this.#lost()
  }

  #lost (hint) {
    if (!this.#wanted) return
    this.#reconnects++
    this.#bitrate = hint?.bitrate ?? this.#bitrate
    this.#publisher?.stop()
    this.#publisher = null
    this.#state('lost')
    this.#backoff.later(() => this.#wanted && this.#connect())
  }

  async #stop () {
    this.#wanted = false
    this.#backoff.stop()
    await this.#publisher?.stop()
    this.#publisher = null
    this.lock?.release()
    this.#state(this.stream ? 'ready' : 'idle')
  }

  async #awake () { this.lock = await navigator.wakeLock?.request('screen').catch(() => undefined) }

  async #tick () {
    if (this.dataset.state !== 'live') return
    const write = (name, text) => { this.querySelector(`[data-${name}]`).textContent = text }
    const numbers = await this.#publisher?.numbers().catch(() => null)
    write('elapsed', clock((Date.now() - this.#startedAt) / 1000))
    write('reconnects', this.#reconnects)
    write('path', this.#publisher?.kind === 'whip' ? 'WebRTC' : 'WebSocket')
    if (numbers) write('bitrate', `${(numbers.bitrate / 1e6).toFixed(1)} Mbit/s${numbers.height ? ` · ${numbers.height}p` : ''}`)
  }
}
customElements.define('lf-publish', Publish)
