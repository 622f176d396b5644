// What is behind the host: as it is, blurred, or a picture instead. The model that tells a person from a room is fetched when
// it is first needed; it runs in a worker on this device, and no picture leaves the page for it.
import { HEIGHT, WIDTH, place, wall } from './scene.js'

const MASK = 256
const EVERY_MS = 60
const SMALL = { width: 90, height: 160 }
const sheet = (width, height) => Object.assign(document.createElement('canvas'), { width, height })

export class Backdrop {
  kind = 'none'
  #frame = sheet(WIDTH, HEIGHT)
  #person = sheet(WIDTH, HEIGHT)
  #soft = sheet(SMALL.width, SMALL.height)
  #view = sheet(MASK, MASK)
  #mask = null
  #asked = 0
  #isAsking = false
  #worker = null

  /** `files`: the addresses of the worker, its program and the model. `onBroken`: it does not work in this browser. */
  constructor (files, onBroken) { Object.assign(this, { files, onBroken }) }

  /** Choose what is behind; `picture` where it is one of the host's. Ready when the first picture can be cut out. */
  async set (kind, picture = null) {
    this.wall = kind === 'picture' ? picture : ['none', 'blur'].includes(kind) ? null : wall(kind)
    if (kind === 'none') this.end()
    else await this.#load()
    this.kind = kind
  }

  end () {
    this.#worker?.terminate()
    this.#worker = null
    this.#mask = null
    this.#isAsking = false
  }

  #load () {
    if (this.#worker) return
    const worker = this.#worker = new Worker(this.files.worker)
    return new Promise((resolve, reject) => {
      const fail = error => { this.end(); reject(error) }
      worker.onerror = () => fail(new Error('worker'))
      worker.onmessage = ({ data }) => {
        if (data.error) return fail(new Error(data.error))
        worker.onmessage = answer => this.#take(answer.data)
        worker.onerror = () => this.#lose()
        resolve()
      }
      worker.postMessage({ files: this.files })
    })
  }

  #take ({ mask, error }) {
    this.#isAsking = false
    if (error) return this.#lose()
    this.#mask?.close()
    this.#mask = mask
  }

  // Without a mask the room must not show: everything stays blurred or covered until the host chooses.
  #lose () {
    this.end()
    this.onBroken()
  }

  /** The camera's picture with what is behind it, at the size of what is sent. */
  picture (camera, now) {
    if (this.kind === 'none' || !camera.videoWidth) return camera
    this.#ask(camera, now)
    const frame = this.#frame.getContext('2d')
    if (this.wall) place(frame, this.wall, [0, 0, WIDTH, HEIGHT])
    else this.#blur(frame, camera)
    if (this.#mask) frame.drawImage(this.#cut(camera), 0, 0)
    return this.#frame
  }

  // Drawn small, softened and drawn large again: as blurred as a wide filter, at a fraction of its price.
  #blur (frame, camera) {
    const soft = this.#soft.getContext('2d')
    soft.filter = 'blur(3px)'
    place(soft, camera, [-6, -6, SMALL.width + 12, SMALL.height + 12])
    frame.imageSmoothingQuality = 'high'
    frame.drawImage(this.#soft, 0, 0, WIDTH, HEIGHT)
  }

  #cut (camera) {
    const person = this.#person.getContext('2d')
    person.globalCompositeOperation = 'copy'
    place(person, camera, [0, 0, WIDTH, HEIGHT])
    person.globalCompositeOperation = 'destination-in'
    person.drawImage(this.#mask, 0, 0, WIDTH, HEIGHT)
    return this.#person
  }

  async #ask (camera, now) {
    if (this.#isAsking || now - this.#asked < EVERY_MS || !this.#worker) return
    this.#isAsking = true
    this.#asked = now
    const context = this.#view.getContext('2d')
    context.setTransform(MASK / WIDTH, 0, 0, MASK / HEIGHT, 0, 0)
    place(context, camera, [0, 0, WIDTH, HEIGHT])
    const picture = await createImageBitmap(this.#view).catch(() => null)
    if (picture && this.#worker) this.#worker.postMessage({ picture }, [picture])
    else this.#isAsking = false
  }
}
