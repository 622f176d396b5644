// <lf-player data-hls="…" data-whep="…"><video muted></video></lf-player>: joins fast, never stays frozen.
// Sets data-state to connecting | playing | waiting, data-way to whep | hls | sound. A watchdog makes a new player after
// four seconds without a frame. The room's data-picture (auto | best | medium | small | sound) is the viewer's wish; by
// itself it goes on with sound alone when the page is out of sight and heard, or when the connection breaks again and again.
import { Backoff } from './dom.js'
import { attachHls, attachWhep } from './live-source.js'

const FROZEN_MS = 4000
const UNSEEN_MS = 20_000
const POOR_MS = 60_000
const POOR_BREAKS = 3

class Player extends HTMLElement {
  #detach = () => {}
  #frames = -1
  #movedAt = 0
  #backoff = new Backoff()
  #attempt = 0
  #tries = 0
  #breaks = []
  #soundFor = '' // unseen | poor: why there is sound alone although a picture is wished for

  connectedCallback () {
    this.video = this.querySelector('video')
    this.unmute = this.parentElement.querySelector('.unmute')
    this.unmute?.addEventListener('click', () => this.#sound())
    this.timer = setInterval(() => this.#watch(), 1000)
    this.video.addEventListener('volumechange', () => this.#offerSound())
    this.room = this.closest('lf-room')
    this.pictureless = this.parentElement.querySelector(':scope > .sound-only')
    this.pictureless?.addEventListener('click', () => this.#showPicture())
    this.wishes = new MutationObserver(() => this.#wished())
    if (this.room) this.wishes.observe(this.room, { attributeFilter: ['data-picture'] })
    this.seen = () => this.#onSight()
    document.addEventListener('visibilitychange', this.seen)
    this.#posterBackdrop()
    this.#start()
  }

  disconnectedCallback () {
    clearInterval(this.timer)
    clearTimeout(this.unseen)
    this.wishes.disconnect()
    document.removeEventListener('visibilitychange', this.seen)
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
    const wish = this.#wish
    if (this.pictureless) this.pictureless.hidden = wish !== 'sound'
    if (this.dataset.whep && this.#tries++ < 2 && ['auto', 'best'].includes(wish)) {
      const detach = await attachWhep(this.video, this.dataset.whep, lost).catch(() => null)
      if (attempt !== this.#attempt) return detach?.()
      if (detach) { this.#detach = detach; this.dataset.way = 'whep'; return this.#play() }
    }
    this.dataset.way = wish === 'sound' ? 'sound' : 'hls'
    const url = wish === 'sound' ? this.dataset.hls.replace(/\w+\.m3u8/, 'sound.m3u8') : this.dataset.hls
    this.#detach = attachHls(this.video, url, lost, -1, wish)
    this.#play()
  }

  #stop () {
    this.#detach()
    this.#detach = () => {}
  }

  get #wish () { return this.#soundFor ? 'sound' : this.room?.dataset.picture ?? 'auto' }

  #wished () {
    this.#soundFor = ''
    this.#breaks = []
    this.#tries = 0
    this.#start()
  }

  #showPicture () {
    if (this.#soundFor) return this.#wished()
    this.room.dataset.picture = 'auto'
  }

  #onSight () {
    clearTimeout(this.unseen)
    if (!document.hidden && this.#soundFor === 'unseen') return this.#wished()
    if (document.hidden && this.room && !this.#soundFor) this.unseen = setTimeout(() => !this.video.muted && this.#soundAlone('unseen'), UNSEEN_MS)
  }

  #soundAlone (why) {
    if (this.#wish !== 'auto' || this.dataset.way === 'whep') return
    this.#soundFor = why
    this.#start()
  }

  #again () {
    this.dataset.state = 'waiting'
    this.#noteBreak()
    this.#stop()
    this.#backoff.later(() => this.isConnected && this.#start())
  }

  // Sound goes on where even the smallest picture does not come through.
  #noteBreak () {
    const now = performance.now()
    this.#breaks = this.#breaks.filter(at => now - at < POOR_MS)
    if (this.#detach.isTooSlow?.()) this.#breaks.push(now)
    if (this.room && this.#wish === 'auto' && this.#breaks.length >= POOR_BREAKS) this.#soundFor = 'poor'
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
    const frames = this.dataset.way !== 'sound' && this.video.getVideoPlaybackQuality?.().totalVideoFrames || this.video.currentTime
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
