// <lf-studio data-pin data-layout data-worker …> inside <lf-publish>: what viewers get instead of the bare camera. Its controls
// change the picture and the sound at once, also on air; the price card and the layout follow the room.
import { Backdrop } from './backdrop.js'
import { Composer } from './composer.js'
import { LightMeter } from './gauges.js'
import { title } from './lines.js'
import { Mixer } from './mixer.js'
import { _ } from './words.js'

const FPS = 25
const FPS_UNSENT = 15
const EVERY_MS = 500
const SLOW_FPS = 8
const AUDIO_BYTES_MAX = 200_000_000

class Studio extends HTMLElement {
  #composer = null
  #mixer = null
  #light = new LightMeter()
  #isOnAir = false
  #isSeen = true
  #covered = 'none' // what is behind the host now

  connectedCallback () {
    this.form = this.querySelector('form')
    this.form.addEventListener('submit', event => event.preventDefault())
    this.form.addEventListener('input', event => this.#change(event.target))
    this.form.addEventListener('change', event => this.#choose(event.target))
    this.querySelector('[data-silence]').addEventListener('click', () => this.#silence())
    this.away = new AbortController()
    document.addEventListener('visibilitychange', () => this.#pace(), this.away)
    this.closest('lf-room')?.addEventListener('lf:frame', event => this.#hear(event.detail), this.away)
    this.watcher = new IntersectionObserver(([entry]) => { this.#isSeen = entry.isIntersecting; this.#pace() })
    this.watcher.observe(this.closest('lf-publish').querySelector('.preview'))
    if (!navigator.mediaDevices?.getDisplayMedia) this.#field('inset').querySelector('[value=screen]').disabled = true
  }

  disconnectedCallback () {
    this.away.abort()
    this.watcher.disconnect()
    this.end()
  }

  /** What is sent from now on: this camera and microphone, composed. The same stream for as long as the studio is open. */
  take (camera) {
    this.hidden = false
    if (!this.#composer) this.#open()
    this.raw = camera
    this.#show(camera)
    this.#mixer.hear(camera)
    return this.stream
  }

  // What is to be behind the host is there before the camera's picture is used.
  async #show (camera) {
    const { camera: video } = this.#composer
    if (this.#covered === 'blur' || this.#covered !== this.#value('background')) await this.#background()
    if (this.raw !== camera || !this.#composer) return
    video.srcObject = new MediaStream(camera.getVideoTracks())
    video.play().catch(() => {})
  }

  set isOnAir (isOnAir) {
    this.#isOnAir = isOnAir
    this.#pace()
  }

  /** Let go of everything: the camera is the caller's. */
  end () {
    clearInterval(this.timer)
    this.#composer?.end()
    this.#mixer?.end()
    this.#composer?.backdrop.end()
    this.#composer = this.#mixer = this.stream = null
    this.#covered = 'none'
    this.hidden = true
  }

  #open () {
    const files = { worker: this.dataset.worker, loader: this.dataset.loader, binary: this.dataset.binary, model: this.dataset.model }
    this.#composer = new Composer(new Backdrop(files, () => this.#say('background', _('This browser lost track of you: everything is covered. Choose again.'))))
    this.#mixer = new Mixer()
    this.stream = new MediaStream([this.#composer.track, this.#mixer.track])
    this.#composer.show(this.pin === undefined ? JSON.parse(this.dataset.pin) : this.pin)
    this.#compose()
    this.#mix()
    this.timer = setInterval(() => this.#measure(), EVERY_MS)
    this.#pace()
  }

  #field (name) { return this.form.elements[name] }
  #value (name) { const field = this.#field(name); return field.type === 'checkbox' ? field.checked : field.value }
  #say (name, text) { this.querySelector(`[data-note=${name}]`).textContent = text }

  // Nobody sees it: nothing is drawn.
  #pace () {
    const isWatched = this.#isSeen && document.visibilityState === 'visible'
    this.#composer?.run(this.#isOnAir ? FPS : isWatched ? FPS_UNSENT : 0)
  }

  #change (field) {
    if (['name', 'title'].includes(field.name)) this.#compose()
    if (field.name === 'volume') this.#mix()
  }

  #choose (field) {
    if (field.name === 'background' || field.name === 'wall') return this.#background()
    if (field.name === 'music') return this.#play(field.files[0])
    if (field.name === 'inset') this.#share()
    this.#compose()
    this.#mix()
  }

  #compose () {
    if (!this.#composer) return
    const layout = this.layout ?? this.dataset.layout
    this.#composer.scene = { layout, inset: this.#value('inset'), isLarge: this.#value('large'), hasCard: this.#value('card'), hasLower: this.#value('lower') }
    this.#composer.lower = { name: this.#value('name').trim(), title: this.#value('title').trim() }
  }

  #mix () {
    if (!this.#mixer) return
    Object.assign(this.#mixer, { volume: this.#value('volume') / 100, ducks: this.#value('ducks'), isMuted: this.#value('muted'), isMonitored: this.#value('monitored') })
  }

  #hear ({ events = [], state }) {
    if (state) this.#follow(state.show?.pin ?? null, state.show?.layout)
    for (const event of events) {
      if (event.t === 'pinned') this.#follow(event)
      if (event.t === 'unpinned') this.#follow(null)
      if (event.t === 'layout') this.#follow(this.pin, event.layout)
    }
  }

  #follow (pin, layout = this.layout) {
    if (pin !== this.pin) {
      this.pin = pin && { ...pin, title: pin.title_en ? title(pin) : pin.title, picture_url: pin.picture_url ?? (pin.picture && `/files/${pin.picture}`) }
      this.#composer?.show(this.pin)
    }
    this.layout = layout
    this.#compose()
  }

  async #share () {
    const { screen } = this.#composer ?? {}
    if (!screen) return
    screen.srcObject?.getTracks().forEach(track => track.stop())
    screen.srcObject = null
    this.#say('inset', '')
    if (this.#value('inset') !== 'screen') return
    try {
      screen.srcObject = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false })
      screen.play().catch(() => {})
      screen.srcObject.getVideoTracks()[0].addEventListener('ended', () => this.#unshare())
    } catch {
      this.#unshare()
      this.#say('inset', _('No screen was shared.'))
    }
  }

  #unshare () {
    if (this.#composer) this.#composer.screen.srcObject = null
    this.#field('inset').value = 'none'
    this.#compose()
  }

  // The new one is there before the old one goes, and the old one stays where the new one fails: the room never shows between.
  async #background () {
    const kind = this.#value('background')
    this.#field('wall').closest('.field').hidden = kind !== 'picture'
    this.#say('background', '')
    if (!this.raw) return
    const file = this.#field('wall').files[0]
    if (kind === 'picture' && !file) return this.#say('background', _('Choose a picture.'))
    const isByCamera = kind === 'blur' && await this.#blur(true)
    if (!await this.#cover(isByCamera ? 'none' : kind, file)) { this.#field('background').value = this.#covered; return }
    this.#covered = kind
    if (!isByCamera) await this.#blur(false)
  }

  /** Have the camera blur the room by itself. False where it cannot. */
  async #blur (isBlurred) {
    const track = this.raw?.getVideoTracks()[0]
    if (!track?.getCapabilities?.().backgroundBlur?.includes(isBlurred)) return false
    return track.applyConstraints({ backgroundBlur: isBlurred }).then(() => true, () => false)
  }

  async #cover (kind, file) {
    const { backdrop } = this.#composer
    try {
      const picture = kind === 'picture' ? await createImageBitmap(file) : null
      if (kind !== 'none') this.#say('background', _('Getting ready…'))
      await backdrop.set(kind, picture)
      this.#say('background', '')
      return true
    } catch (error) {
      this.#say('background', error.name === 'InvalidStateError' ? _('This picture cannot be read.') : _('This browser cannot tell you from the background. Try Chrome, Edge or a newer Safari.'))
    }
  }

  async #play (file) {
    this.#say('music', '')
    if (!file || !this.#mixer) return
    if (file.size > AUDIO_BYTES_MAX) return this.#silence(_('This file is too large.'))
    await this.#mixer.play(file).then(() => this.#say('music', file.name), () => this.#silence(_('This browser cannot play that file.')))
    this.#mix()
  }

  #silence (text = '') {
    this.#mixer?.silence()
    this.#field('music').value = ''
    this.#say('music', text)
  }

  #measure () {
    if (!this.#mixer) return
    const { loudness_db: loud, peak_db: peak } = this.#mixer.levels()
    this.querySelector('[data-level]').value = loud
    this.dataset.under = this.#mixer.isUnder
    this.#warn(this.#light.measure(this.#composer.camera), loud, peak)
    this.dataset.rate = this.#composer.rate
    this.querySelector('[data-slow]').hidden = !(this.#isOnAir && document.hidden && this.#composer.rate < SLOW_FPS)
  }

  // One moment is not a fault: what is said has been so for two looks.
  #warn ({ luma }, loud, peak) {
    const { dark, bright, peak: tooLoud } = this.dataset
    const found = luma < dark ? _('Too dark: turn to the light.') : luma > bright ? _('Too bright: the picture is washed out.') : peak >= tooLoud ? _('Too loud: step back from the microphone.') : ''
    if (found === this.found) this.querySelector('[data-light]').textContent = found || _('Light and sound are fine.')
    this.found = found
  }
}
customElements.define('lf-studio', Studio)
