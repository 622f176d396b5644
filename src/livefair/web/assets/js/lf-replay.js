// <lf-replay data-hls data-start data-until data-alone> (seconds; it pauses once at `until`; `alone`: other videos of the page
// are silent while it plays) with <video controls> and chapter buttons (data-at in seconds).
import { Backoff } from './dom.js'
import { attachHls } from './live-source.js'

customElements.define('lf-replay', class extends HTMLElement {
  connectedCallback () {
    this.video = this.querySelector('video')
    this.backoff = new Backoff()
    this.#attach(Number(this.dataset.start ?? 0))
    this.addEventListener('click', event => {
      const chapter = event.target.closest('[data-at]')
      if (!chapter) return
      this.video.currentTime = Number(chapter.dataset.at)
      this.video.play().catch(() => {})
    })
    if ('alone' in this.dataset) this.#alone()
    this.video.addEventListener('timeupdate', () => { this.#mark(); this.#stopOnce() })
  }

  disconnectedCallback () {
    this.backoff.stop()
    this.detach()
    this.#louder()
  }

  #attach (position) {
    this.detach = attachHls(this.video, this.dataset.hls, () => {
      const reached = this.video.currentTime
      this.detach()
      this.backoff.later(() => this.#attach(reached))
    }, position)
  }

  #alone () {
    this.quieted = []
    this.video.addEventListener('play', () => {
      const others = [...document.querySelectorAll('video')].filter(other => other !== this.video && !other.muted)
      for (const other of others) other.muted = true
      this.quieted.push(...others)
    })
    for (const end of ['pause', 'ended']) this.video.addEventListener(end, () => this.#louder())
  }

  #louder () {
    for (const other of this.quieted?.splice(0) ?? []) other.muted = false
  }

  #stopOnce () {
    const until = Number(this.dataset.until ?? Infinity)
    if (this.video.currentTime < until) return
    this.video.pause()
    delete this.dataset.until
  }

  #mark () {
    const chapters = [...this.querySelectorAll('[data-at]')]
    const now = chapters.findLast(chapter => Number(chapter.dataset.at) <= this.video.currentTime + 0.5)
    for (const chapter of chapters) chapter === now ? chapter.setAttribute('aria-current', 'true') : chapter.removeAttribute('aria-current')
  }
})
