// <lf-player data-hls="…" data-whep="…"><video muted></video></lf-player>: joins fast, never stays frozen.
// Sets data-state to connecting | playing | waiting, data-way to whep | hls. A watchdog makes a new player after four seconds without a frame.
import { Backoff } from './dom.js'
import { attachHls, attachWhep } from './live-source.js'

const FROZEN_MS = 4000

class Player extends HTMLElement {
  #detach = () => {}
  #frames = -1
  #movedAt = 0
  #backoff = new Backoff()
  #attempt = 0

  connectedCallback () {
    this.video = this.querySelector('video')
    this.unmute = this.parentElement.querySelector('.unmute')
    this.unmute?.addEventListener('click', () => this.#sound())
    this.timer = setInterval(() => this.#watch(), 1000)
    this.video.addEventListener('volumechange', () => this.#offerSound())
    this.#posterBackdrop()
    this.#start()
  }

  disconnectedCallback () {
    clearInterval(this.timer)
    this.#backoff.stop()
    this.#stop()
  }

  async #start () {
    const attempt = ++this.#attempt
    this.#stop()
    this.dataset.state = 'connecting'
    this.#movedAt = performance.now()
    this.#frames = -1
    const lost = () => attempt === this.#attempt && this.#again()
    if (this.dataset.whep && attempt < 3) {
      const detach = await attachWhep(this.video, this.dataset.whep, lost).catch(() => null)
      if (attempt !== this.#attempt) return detach?.()
      if (detach) { this.#detach = detach; this.dataset.way = 'whep'; return this.#play() }
    }
    this.dataset.way = 'hls'
    this.#detach = attachHls(this.video, this.dataset.hls, lost)
    this.#play()
  }

  #stop () {
    this.#detach()
    this.#detach = () => {}
  }

  #again () {
    this.dataset.state = 'waiting'
    this.#stop()
    this.#backoff.later(() => this.isConnected && this.#start())
  }

  async #play () {
    await this.video.play().catch(() => { this.video.muted = true; return this.video.play().catch(() => {}) })
    this.#offerSound()
  }

  #sound () {
    this.video.muted = false
    this.video.volume = 1
    this.video.play().catch(() => {})
  }

  #offerSound () { if (this.unmute) this.unmute.hidden = !this.video.muted || this.dataset.state !== 'playing' }

  #watch () {
    const frames = this.video.getVideoPlaybackQuality?.().totalVideoFrames ?? this.video.currentTime
    if (frames !== this.#frames) {
      if (frames > 0) {
        this.#backoff.reset()
        this.dataset.state = 'playing'
        this.#offerSound()
        this.#paintBackdrop()
      }
      this.#frames = frames
      this.#movedAt = performance.now()
    } else if (document.hidden || (this.video.paused && this.dataset.state === 'playing')) this.#movedAt = performance.now()
    else if (this.dataset.state !== 'waiting' && performance.now() - this.#movedAt > FROZEN_MS) this.#again()
  }

  // The wide layout's blurred backdrop: a postage stamp of the picture, once a second.
  #paintBackdrop (picture = this.video) {
    const canvas = this.parentElement?.matches('.frame') && this.closest('.stage')?.querySelector('canvas.backdrop')
    if (canvas && canvas.offsetParent) canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
  }

  async #posterBackdrop () {
    if (!this.video.poster) return
    const poster = new Image()
    poster.src = this.video.poster
    await poster.decode().then(() => this.#paintBackdrop(poster), () => {})
  }
}
customElements.define('lf-player', Player)
