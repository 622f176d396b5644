// Likes as hearts on one canvas: no DOM nodes, idle when empty.
import { isReduced } from './dom.js'
const HUES = [28, 36, 12, 345, 60, 85]
const heart = new Path2D('M0-6C-4-13-15-11-15-2-15 6-5 10 0 15 5 10 15 6 15-2 15-11 4-13 0-6Z')
const between = (low, high) => low + Math.random() * (high - low)

export class Burst {
  #hearts = []
  #frame = 0
  #last = 0

  constructor (canvas) {
    this.canvas = canvas
    this.pen = canvas.getContext('2d')
  }

  add (count) {
    if (isReduced()) return
    for (let i = 0; i < Math.min(count, 12) && this.#hearts.length < 120; i++) {
      this.#hearts.push({ age: -Math.random() / 2, x: between(0.62, 0.78), size: between(0.55, 1.25), drift: between(-1, 1), hue: HUES[Math.floor(Math.random() * HUES.length)], speed: between(0.58, 0.85) })
    }
    if (this.#frame) return
    this.#last = performance.now()
    this.#frame = requestAnimationFrame(now => this.#step(now))
  }

  #fit () {
    const ratio = Math.min(devicePixelRatio, 2)
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight]
    if (this.canvas.width !== Math.floor(width * ratio) || this.canvas.height !== Math.floor(height * ratio)) {
      this.canvas.width = width * ratio
      this.canvas.height = height * ratio
    }
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    this.pen.clearRect(0, 0, width, height)
    return [width, height]
  }

  #step (now) {
    const passed = Math.min((now - this.#last) / 1000, 0.05)
    this.#last = now
    const [width, height] = this.#fit()
    this.#hearts = this.#hearts.filter(h => (h.age += passed * h.speed) < 1)
    for (const h of this.#hearts) if (h.age > 0) this.#draw(h, width, height)
    this.#frame = this.#hearts.length ? requestAnimationFrame(t => this.#step(t)) : 0
  }

  #draw (h, width, height) {
    const { pen } = this
    const sway = Math.sin(h.age * 7 + h.drift * 3) * 20 + h.drift * 26
    const size = h.size * Math.min(1, h.age * 9)
    pen.save()
    pen.translate(width * h.x + sway * h.age, height - 24 - h.age * (height - 50))
    pen.rotate(h.drift * 0.35 * Math.sin(h.age * 5))
    pen.scale(size, size)
    pen.globalAlpha = Math.min(1, (1 - h.age) * 2.2)
    pen.fillStyle = `oklch(72% .19 ${h.hue})`
    pen.fill(heart)
    pen.fillStyle = '#fff6'
    pen.beginPath()
    pen.ellipse(-6, -4, 3.4, 2, -0.7, 0, 7)
    pen.fill()
    pen.restore()
  }
}
