// The host's picture, drawn on a canvas before it is sent: camera or screen, background, small frame, price card, lower third.
// What viewers get is this canvas, so that everything changes on air without a new connection.
import { HEIGHT, WIDTH, arrange, drawCard, drawLower, drawSmall, place } from './scene.js'
import { Ticker } from './ticker.js'

// A slow machine draws less often, so that the page answers: after each picture it rests this many times what the picture took.
const REST = 1.5
const REST_MS_MAX = 200
const COUNT_MS = 1000

// A track of our own frames where there is one: it does not care whether the page is painted.
function outlet (canvas) {
  if (!globalThis.MediaStreamTrackGenerator || !globalThis.VideoFrame) {
    const [track] = canvas.captureStream(0).getVideoTracks()
    return { track, push: () => track.requestFrame?.() }
  }
  const track = new MediaStreamTrackGenerator({ kind: 'video' })
  const writer = track.writable.getWriter()
  const push = now => {
    if (writer.desiredSize <= 0) return // whoever takes them has not taken the last one
    const frame = new VideoFrame(canvas, { timestamp: Math.round(now * 1000) })
    writer.write(frame).catch(() => frame.close())
  }
  return { track, push }
}

export class Composer {
  camera = document.createElement('video')
  screen = document.createElement('video')
  scene = { layout: 'standard', inset: 'none', isLarge: false, hasCard: false, hasLower: false }
  lower = { name: '', title: '' }
  pin = null
  /** Frames drawn in the last second. */
  rate = 0
  #canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT })
  #context = this.#canvas.getContext('2d', { alpha: false })
  #ticker = new Ticker(now => this.#draw(now))
  #picture = null
  #restsUntil = 0
  #drawn = 0
  #countedAt = 0

  constructor (backdrop) {
    this.backdrop = backdrop
    const { track, push } = outlet(this.#canvas)
    this.track = track
    this.push = push
    for (const video of [this.camera, this.screen]) Object.assign(video, { muted: true, playsInline: true, autoplay: true })
  }

  /** At most so many frames a second; 0: nothing is drawn. */
  run (fps) {
    if (fps) return this.#ticker.run(1000 / fps)
    this.rate = 0
    this.#ticker.rest()
  }

  /** The product that is shown now, as the room's event says it, or nothing. */
  show (pin) {
    this.pin = pin
    this.#picture = pin?.picture_url ? Object.assign(new Image(), { src: pin.picture_url }) : null
  }

  end () {
    this.#ticker.end()
    this.track.stop()
    for (const video of [this.camera, this.screen]) {
      video.srcObject?.getTracks().forEach(track => track.stop())
      video.srcObject = null
    }
  }

  #source (name) {
    if (name === 'product') return this.#picture?.complete && this.#picture.naturalWidth ? this.#picture : null
    return name === 'screen' ? this.screen : this.camera
  }

  #draw (now) {
    if (now < this.#restsUntil) return
    const context = this.#context
    const placed = arrange({ ...this.scene, hasPin: Boolean(this.pin), hasScreen: this.screen.videoWidth > 0 })
    context.fillStyle = '#171210'
    context.fillRect(0, 0, WIDTH, HEIGHT)
    this.#fill(placed.large, now)
    const small = placed.small && this.#source(placed.small)
    if (small) drawSmall(context, placed.small === 'camera' ? this.backdrop.picture(small, now) : small, { whole: placed.small === 'screen' })
    if (placed.card) drawCard(context, this.pin, this.#picture, { beside: Boolean(small) })
    if (placed.lower && (this.lower.name || this.lower.title)) drawLower(context, this.lower, placed.bottom)
    this.push(now)
    this.#count(now)
  }

  #fill (name, now) {
    const source = this.#source(name)
    if (!source) return
    if (name !== 'camera') place(this.#context, source, [0, 0, WIDTH, HEIGHT], { whole: name === 'screen' })
    else place(this.#context, this.backdrop.picture(source, now), [0, 0, WIDTH, HEIGHT])
  }

  #count (now) {
    const done = performance.now()
    this.#restsUntil = done + Math.min(REST_MS_MAX, REST * (done - now))
    this.#drawn++
    if (now - this.#countedAt < COUNT_MS) return
    this.rate = Math.round(this.#drawn * 1000 / (now - this.#countedAt))
    this.#drawn = 0
    this.#countedAt = now
  }
}
