// <lf-feed> of <article class="clip" data-kind="video|room|review|idea" data-id data-src data-poster>: one card per screen.
// Three <video> elements travel with the reader; everything else is a poster.
import { el } from './dom.js'
import { attachHls } from './live-source.js'
import { flush, note } from './signals.js'

const PLAYERS = 3
const SKIP_MS = 3000
// A room that has just begun, or comes back, has its picture within seconds.
const AGAIN_MS = 2500

class Feed extends HTMLElement {
  #pool = []
  #active = null
  #since = 0
  #isMuted = true
  #watcher = new IntersectionObserver(entries => this.#seen(entries), { root: this, threshold: 0.6 })

  connectedCallback () {
    this.tabIndex = 0
    for (let i = 0; i < PLAYERS; i++) this.#pool.push({ video: this.#video(), clip: null, detach: () => {} })
    this.#observe()
    this.addEventListener('htmx:after:swap', () => this.#observe())
    new MutationObserver(() => this.#observe()).observe(this, { childList: true })
    this.addEventListener('keydown', event => this.#key(event))
    this.addEventListener('click', event => this.#click(event))
    document.addEventListener('visibilitychange', () => this.#visible())
    addEventListener('pagehide', () => this.#leave())
    this.focus({ preventScroll: true })
  }

  #video () {
    const video = el('video')
    Object.assign(video, { muted: true, loop: true, playsInline: true, preload: 'auto' })
    video.setAttribute('aria-hidden', 'true')
    video.addEventListener('timeupdate', () => this.#progress(video))
    return video
  }

  #clips () { return [...this.querySelectorAll('.clip')] }

  #observe () { for (const clip of this.#clips()) this.#watcher.observe(clip) }

  #seen (entries) {
    const entered = entries.filter(entry => entry.isIntersecting).at(-1)
    if (entered && entered.target !== this.#active) this.#enter(entered.target)
  }

  #enter (clip) {
    this.#leave()
    this.#active = clip
    this.#since = performance.now()
    const clips = this.#clips()
    const at = clips.indexOf(clip)
    const near = [clip, clips[at + 1], clips[at - 1]].filter(Boolean)
    for (const slot of this.#pool) if (slot.clip && !near.includes(slot.clip)) this.#release(slot)
    for (const each of near) this.#place(each)
    for (const slot of this.#pool) slot.clip === clip ? this.#play(slot.video) : slot.video.pause()
    if (clip.dataset.kind === 'end') return
    note({ kind: 'impression', subject: `${clip.dataset.kind}:${clip.dataset.id}` })
    if (clip.dataset.kind === 'video') history.replaceState(null, '', clip.dataset.href)
  }

  #place (clip) {
    if (!clip.dataset.src || this.#pool.some(slot => slot.clip === clip)) return
    const isActive = clip === this.#active
    if (clip.dataset.kind === 'room' && !isActive) return      // a live stream is joined when it is looked at
    const slot = this.#pool.find(each => !each.clip) ?? this.#pool.find(each => each.clip !== this.#active)
    this.#release(slot)
    slot.clip = clip
    slot.video.poster = clip.dataset.poster ?? ''
    clip.querySelector('.poster')?.after(slot.video)
    if (clip.dataset.src.endsWith('.m3u8')) slot.detach = attachHls(slot.video, clip.dataset.src, () => this.#wait(slot))
    else slot.video.src = clip.dataset.src
  }

  // No picture yet: the poster stays, says so, and the room is looked at again for as long as somebody looks.
  #wait (slot) {
    const { clip } = slot
    this.#release(slot)
    if (clip?.dataset.kind !== 'room') return
    clip.toggleAttribute('data-waits', true)
    setTimeout(() => {
      if (clip !== this.#active || !this.isConnected) return
      this.#place(clip)
      const placed = this.#slot()
      if (!placed) return
      placed.video.addEventListener('playing', () => clip.removeAttribute('data-waits'), { once: true })
      if (!document.hidden) this.#play(placed.video)
    }, AGAIN_MS)
  }

  #release (slot) {
    if (!slot?.clip) return
    slot.detach()
    slot.detach = () => {}
    slot.video.remove()
    slot.video.removeAttribute('src')
    slot.video.load()
    slot.clip = null
  }

  async #play (video) {
    video.muted = this.#isMuted
    await video.play().catch(() => { video.muted = true; return video.play().catch(() => {}) })
    this.dataset.muted = video.muted
  }

  #slot () { return this.#pool.find(slot => slot.clip === this.#active) }

  #progress (video) {
    const slot = this.#pool.find(each => each.video === video)
    if (slot?.clip !== this.#active || !Number.isFinite(video.duration)) return
    const bar = this.#active.querySelector('progress')
    if (bar) bar.value = video.currentTime / video.duration
    if (!this.#active.dataset.complete && video.currentTime > video.duration * 0.95) {
      this.#active.dataset.complete = '1'
      note({ kind: 'complete', subject: `video:${this.#active.dataset.id}` })
    }
  }

  #leave () {
    const clip = this.#active
    this.#active = null
    if (!clip || clip.dataset.kind === 'end') return
    const watched = Math.round(performance.now() - this.#since)
    const length = Math.round((this.#pool.find(slot => slot.clip === clip)?.video.duration || 0) * 1000)
    const subject = `${clip.dataset.kind}:${clip.dataset.id}`
    note({ kind: 'watch', subject, ms: watched, of_ms: Number.isFinite(length) ? length : 0 })
    if (watched < SKIP_MS && !clip.dataset.complete) note({ kind: 'skip', subject, ms: watched })
  }

  #visible () {
    const video = this.#slot()?.video
    if (document.hidden) { video?.pause(); flush() } else if (video) this.#play(video)
  }

  #key (event) {
    if (event.target.matches('input, textarea, select')) return
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 1, PageUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      const clips = this.#clips()
      clips[clips.indexOf(this.#active) + step]?.scrollIntoView({ behavior: 'smooth' })
    } else if (event.key === 'm') this.#toggleSound()
  }

  #click (event) {
    const like = event.target.closest('[data-like]')
    if (like) return this.#like(like)
    if (event.target.closest('[data-sound]')) return this.#toggleSound()
    if (event.target.closest('a, button, form')) return
    const video = this.#slot()?.video
    video?.paused ? this.#play(video) : video?.pause()
  }

  #toggleSound () {
    this.#isMuted = !this.#isMuted
    for (const slot of this.#pool) slot.video.muted = this.#isMuted
    this.dataset.muted = this.#isMuted
    for (const button of this.querySelectorAll('[data-sound]')) button.setAttribute('aria-pressed', !this.#isMuted)
  }

  #like (button) {
    const isLiked = button.getAttribute('aria-pressed') !== 'true'
    button.setAttribute('aria-pressed', isLiked)
    const clip = button.closest('.clip')
    note({ kind: isLiked ? 'like' : 'unlike', subject: `${clip.dataset.kind}:${clip.dataset.id}` })
    flush()
  }
}
customElements.define('lf-feed', Feed)
