// <lf-replay data-hls data-start data-until> (seconds; it pauses once at `until`) with <video controls> and chapter buttons (data-at in seconds).
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
    this.video.addEventListener('timeupdate', () => { this.#mark(); this.#stopOnce() })
  }

  disconnectedCallback () {
    this.backoff.stop()
    this.detach()
  }

  #attach (position) {
    this.detach = attachHls(this.video, this.dataset.hls, () => {
      const reached = this.video.currentTime
      this.detach()
      this.backoff.later(() => this.#attach(reached))
    }, position)
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
