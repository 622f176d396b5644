// <lf-publish data-whip data-ingest data-token>: camera to room. WHIP first, WebSocket where WebRTC does not connect.
// With a <lf-studio> inside, what is sent is composed there; without one it is the bare camera.
import { Backoff } from './dom.js'
import { SocketPublisher } from './recorder.js'
import { WhipPublisher } from './whip.js'
import { _, clock } from './words.js'

const BITRATE = 2_000_000
const KEPT = { video: 'lf-camera', audio: 'lf-microphone' }
// WebRTC does not get through from here, and will not the next time.
const BLOCKED = ['ice', 'timeout', 'no_h264']

class Publish extends HTMLElement {
  #backoff = new Backoff()
  #publisher = null
  #startedAt = 0
  #reconnects = 0
  #wanted = false
  #isBlocked = false
  #bitrate = BITRATE

  connectedCallback () {
    this.video = this.querySelector('video')
    this.pickers = { video: this.querySelector('[name="camera"]'), audio: this.querySelector('[name="microphone"]') }
    for (const [kind, picker] of Object.entries(this.pickers)) {
      picker.addEventListener('change', () => { keep(kind, picker.value); this.#source() })
    }
    this.studio = this.querySelector('lf-studio')
    this.ready = this.studio && import('./lf-studio.js')
    this.away = new AbortController()
    for (const [name, act] of Object.entries({ open: () => this.#source(), start: () => this.#goLive(), stop: () => this.#stop(), off: () => this.#off() })) {
      this.querySelector(`[data-${name}]`)?.addEventListener('click', act)
    }
    this.closest('lf-room')?.addEventListener('lf:frame', event => event.detail.events?.some(each => each.t === 'ended') && this.#off(), this.away)
    navigator.mediaDevices?.addEventListener('devicechange', () => this.raw && this.#devices(), this.away)
    addEventListener('pagehide', () => this.#off(), this.away)
    this.timer = setInterval(() => this.#tick(), 1000)
    this.#state('idle')
  }

  disconnectedCallback () {
    clearInterval(this.timer)
    this.away.abort()
    this.#off()
  }

  #state (state, text = '') {
    this.dataset.state = state
    const words = { idle: _('Camera off'), ready: _('Ready'), connecting: _('Connecting…'), live: _('On air'), lost: _('Connection lost, trying again…'), refused: _('Not allowed') }
    for (const node of this.querySelectorAll('[data-state-text]')) node.textContent = text || words[state]
    const isOn = ['connecting', 'live', 'lost'].includes(state)
    const show = (name, isShown) => { const node = this.querySelector(name); if (node) node.hidden = !isShown }
    show('[data-start]', !isOn && this.stream)
    show('[data-stop]', isOn)
    show('[data-off]', !isOn && this.stream)
    show('.idle', !this.stream)
    if (this.studio?.take) this.studio.isOnAir = isOn
  }

  // The chosen devices, or whatever is there; nothing that is on air is interrupted.
  async #source () {
    try {
      const fresh = await this.#devicesOf(true).catch(error => error.name === 'OverconstrainedError' ? this.#devicesOf(false) : Promise.reject(error))
      await this.ready
      this.#release()
      this.raw = fresh
      this.stream = this.studio ? this.studio.take(fresh) : fresh
      if (this.video.srcObject !== this.stream) this.video.srcObject = this.stream
      if (this.#publisher && !this.studio) { for (const track of fresh.getTracks()) await this.#publisher.replace(track); this.#publisher.stream = fresh }
      for (const track of fresh.getTracks()) track.addEventListener('ended', () => this.#gone(track))
      await this.#devices()
      if (!this.#wanted) this.#state('ready')
    } catch (error) {
      const words = error.name === 'NotAllowedError' ? _('The browser was not allowed to use the camera.') : _('No camera or microphone was found.')
      this.stream ? this.#note(words) : this.#state('idle', words)
    }
  }

  #devicesOf (areChosen) {
    const chosen = kind => {
      const id = areChosen && (this.pickers[kind].value || kept(kind))
      return id ? { deviceId: { exact: id } } : {}
    }
    return navigator.mediaDevices.getUserMedia({
      video: { ...chosen('video'), width: { ideal: 720 }, height: { ideal: 1280 }, frameRate: { ideal: 30 } },
      audio: { ...chosen('audio'), echoCancellation: true, noiseSuppression: true }
    })
  }

  #release () { this.raw?.getTracks().forEach(track => track.stop()) }

  // Pulled out, or taken by another program.
  #gone (track) {
    if (!this.raw?.getTracks().includes(track)) return
    this.#note(track.kind === 'video' ? _('The camera is gone. Choose another one.') : _('The microphone is gone. Choose another one.'))
  }

  async #devices () {
    const devices = await navigator.mediaDevices.enumerateDevices()
    for (const [kind, picker] of Object.entries(this.pickers)) {
      const current = this.raw?.getTracks().find(track => track.kind === kind)?.getSettings().deviceId
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
    const ways = [new SocketPublisher({ ...options, url: this.dataset.ingest })]
    if (!this.#isBlocked) ways.unshift(new WhipPublisher({ ...options, url: this.dataset.whip }))
    for (const publisher of ways) {
      try {
        await publisher.start(this.#bitrate)
        if (!this.#wanted) return publisher.stop()
        return await this.#begun(publisher)
      } catch (error) {
        await publisher.stop()
        if (this.#refused(error, publisher)) return
        if (publisher.kind === 'whip') this.#isBlocked ||= BLOCKED.includes(error.message)
      }
    }
    this.#lost()
  }

  async #begun (publisher) {
    this.#publisher = publisher
    this.#startedAt ||= Date.now()
    this.#backoff.reset()
    this.#note(publisher.kind === 'ws' ? _('WebRTC does not get through from here. The picture goes another way, over WebSocket, and is a little later.') : '')
    await this.#awake()
    this.#state('live')
  }

  #refused (error, { kind }) {
    const words = [401, 403].includes(error.status) ? _('This stream key is no longer valid. Reload the page.')
      : error.message === 'no_h264' && kind === 'ws' ? _('This browser cannot send H.264 video. Use Chrome, Edge, Safari or OBS.') : ''
    if (!words) return false
    this.#wanted = false
    this.#state('refused', words)
    return true
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
    const publisher = this.#publisher
    this.#publisher = null
    this.lock?.release()
    this.#note('')
    this.#state(this.stream ? 'ready' : 'idle')
    await publisher?.stop()
  }

  // Off the air, and the devices are free for others.
  #off () {
    const stopping = this.#stop()
    this.#release()
    this.studio?.end?.()
    this.raw = this.stream = this.video.srcObject = null
    this.#state('idle')
    return stopping
  }

  #note (text) {
    const note = this.querySelector('[data-way-note]')
    if (!note) return
    note.hidden = !text
    note.textContent = text
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

const kept = kind => { try { return localStorage.getItem(KEPT[kind]) ?? '' } catch { return '' } }
const keep = (kind, id) => { try { localStorage.setItem(KEPT[kind], id) } catch { /* a browser that keeps nothing */ } }

customElements.define('lf-publish', Publish)
