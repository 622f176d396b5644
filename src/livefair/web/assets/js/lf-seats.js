// <lf-seats data-seats="[…]"> inside <lf-room>: co-hosts beside the host's picture, or small over it.
// Listens to the room's frames: {"t":"seats", seats: [{id, place, by, name, avatar?, live?}]}; see docs/room-events.md.
import './lf-player.js'
import { el, icon } from './dom.js'
import { _ } from './words.js'

const VIEW = 'lf-seats-view'

class Seats extends HTMLElement {
  connectedCallback () {
    this.room = this.closest('lf-room')
    this.host = this.parentElement.querySelector('lf-player video')
    this.away = new AbortController()
    this.room?.addEventListener('lf:frame', event => this.#frame(event.detail), this.away)
    this.host?.addEventListener('volumechange', () => this.#sound(), this.away)
    this.#show(JSON.parse(this.dataset.seats || '[]'))
  }

  disconnectedCallback () { this.away.abort() }

  #frame (frame) {
    if (frame.state?.show) this.#show(frame.state.show.seats ?? [])
    for (const event of frame.events ?? []) {
      if (event.t === 'seats') this.#show(event.seats)
      if (event.t === 'ended') this.#show([])
    }
  }

  // What is there already keeps its player; only who comes or goes moves.
  #show (seats) {
    const wanted = new Map(seats.map(seat => [seat.id, seat]))
    for (const tile of this.querySelectorAll('.seat-tile')) {
      const seat = wanted.get(tile.dataset.seat)
      if (!seat || String(Boolean(seat.live)) !== tile.dataset.live) tile.remove()
    }
    for (const seat of seats) {
      const tile = this.querySelector(`[data-seat="${CSS.escape(seat.id)}"]`) ?? this.#tile(seat)
      tile.style.order = seat.place
      if (!tile.isConnected) this.append(tile)
    }
    this.#switch(seats.length)
    this.#arrange(seats.length)
    this.#sound()
  }

  #tile (seat) {
    const tile = el('section', 'seat-tile', '', { seat: seat.id, live: String(Boolean(seat.live)) })
    tile.setAttribute('aria-label', seat.name)
    if (seat.live) {
      const player = el('lf-player', '', '', { hls: `/hls/${seat.id}/index.m3u8` })
      const video = Object.assign(document.createElement('video'), { playsInline: true, muted: true, autoplay: true })
      video.setAttribute('aria-label', _('Live picture of {name}', { name: seat.name }))
      player.append(video)
      tile.append(player)
    } else {
      const face = el('span', 'avatar is-large', seat.avatar ? '' : seat.name.slice(0, 1))
      if (seat.avatar) face.append(Object.assign(new Image(), { src: `/files/${seat.avatar}`, alt: '' }))
      tile.append(face)
    }
    const name = Object.assign(el('a', 'seat-name', seat.name), { href: `/u/${seat.by}` })
    tile.append(name)
    return tile
  }

  #switch (count) {
    let button = this.querySelector('.seat-view')
    if (!count) return button?.remove()
    if (button) return
    button = el('button', 'seat-view')
    button.type = 'button'
    button.append(icon('picture-in-picture-2', 18))
    button.setAttribute('aria-label', _('Side by side, or small over the picture'))
    button.addEventListener('click', () => {
      localStorage.setItem(VIEW, this.dataset.view === 'small' ? 'side' : 'small')
      this.#arrange(this.querySelectorAll('.seat-tile').length)
    })
    this.append(button)
  }

  #arrange (count) {
    const view = localStorage.getItem(VIEW) === 'small' ? 'small' : 'side'
    this.dataset.view = view
    this.dataset.count = count
    this.parentElement.dataset.seats = count ? view : ''
  }

  // One tap for sound is for everybody on the picture.
  #sound () {
    if (!this.host) return
    for (const video of this.querySelectorAll('video')) if (video.muted !== this.host.muted) video.muted = this.host.muted
  }
}
customElements.define('lf-seats', Seats)
