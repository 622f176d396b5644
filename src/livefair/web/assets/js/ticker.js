// A clock in a worker: browsers slow down the timers of pages in the background, but not a worker's.
const SCRIPT = 'let timer; onmessage = ({ data }) => { clearInterval(timer); if (data) timer = setInterval(() => postMessage(0), data) }'

export class Ticker {
  #worker = null
  #last = 0
  #every = 0

  constructor (act) { this.act = act }

  run (every) {
    if (every === this.#every) return
    this.#every = every
    if (!this.#worker) {
      const url = URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' }))
      this.#worker = new Worker(url)
      URL.revokeObjectURL(url)
      this.#worker.onmessage = () => this.#tick()
    }
    this.#worker.postMessage(every)
  }

  rest () {
    this.#every = 0
    this.#worker?.postMessage(0)
  }

  end () {
    this.#worker?.terminate()
    this.#worker = null
    this.#every = 0
  }

  // Ticks that piled up while the page was busy are one.
  #tick () {
    const now = performance.now()
    if (!this.#every || now - this.#last < this.#every / 2) return
    this.#last = now
    this.act(now)
  }
}
