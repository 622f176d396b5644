// <lf-room data-room data-socket data-after>: one JSON event socket for what is live in a room.
// Server frames: {"seq": n, "events": [event, …], "sums": {"likes": n}, "values": {"viewers": n}}, and where a place in
// the order is no longer known {"mark": "epoch.seq"}. Events are described in lines.js and below.
import htmx from 'htmx.org/dist/htmx.esm.js'
import { Burst } from './burst.js'
import { Backoff, el, newKey } from './dom.js'
import './lf-captions.js'
import './lf-draw.js' // before the room itself, so that they hear its first frame
import './lf-auction.js'
import './lf-flash.js'
import './lf-gifts.js'
import './lf-poll.js'
import './lf-pulse.js'
import './lf-seats.js'
import './lf-task.js'
import { toast } from './lf-toast.js'
import { line, title } from './lines.js'
import { _, compact, money } from './words.js'

const LINES_MAX = 80
const PENDING_MAX = 200
const UNANSWERED_MAX = 20

class Room extends HTMLElement {
  #pending = []
  #frame = 0
  #backoff = new Backoff()
  #liked = 0
  #total = 0
  #mark = ''
  #seq = -1
  #unanswered = new Map()

  connectedCallback () {
    this.log = this.querySelector('[data-log]')
    const canvas = this.querySelector('canvas.burst')
    this.burst = canvas && new Burst(canvas)
    this.#mark = this.dataset.after ?? ''
    this.#total = Number(this.dataset.likes ?? 0)
    this.addEventListener('click', event => this.#click(event))
    this.addEventListener('submit', event => this.#say(event), true)
    this.addEventListener('htmx:after:request', event => this.#said(event))
    this.away = new AbortController()
    document.addEventListener('click', event => this.#fromSheet(event), this.away)
    document.addEventListener('change', event => this.#choose(event), this.away)
    document.addEventListener('lf:settled', () => this.#settled(), this.away)
    if (this.log) this.log.scrollTop = this.log.scrollHeight
    if (this.dataset.socket) this.#connect()
  }

  disconnectedCallback () {
    this.#backoff.stop()
    this.away.abort()
    this.socket?.close()
  }

  #connect () {
    const url = new URL(this.dataset.socket, location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    url.searchParams.set('after', this.#mark)
    this.socket = new WebSocket(url)
    this.#seq = Number(this.#mark.split('.')[1] ?? -1)
    this.socket.onopen = () => {
      this.#backoff.reset()
      this.dataset.socketState = 'open'
      for (const message of this.#unanswered.values()) this.socket.send(message)
    }
    this.socket.onmessage = message => this.#receive(JSON.parse(message.data))
    this.socket.onclose = () => {
      this.dataset.socketState = 'closed'
      if (this.isConnected && !this.ended) this.#backoff.later(() => this.#connect())
    }
  }

  #receive (frame) {
    if (frame.t === 'refused' && frame.code === 'barred' && !frame.of) return location.assign(`/live/${this.dataset.room}/muted`)
    if (frame.t === 'done' || frame.t === 'refused') this.#unanswered.delete(frame.ref)
    if (frame.mark) {
      this.#mark = frame.mark
      this.#seq = Number(frame.mark.split('.')[1])
      this.#catchUp(frame.state)
    } else if (frame.seq !== undefined) {
      if (this.#seq >= 0 && frame.seq - frame.events.length > this.#seq) return this.#missed()
      this.#seq = frame.seq
      this.#mark = `${this.#mark.split('.')[0]}.${frame.seq}`
    }
    for (const event of frame.events ?? []) {
      const act = this[`on_${event.t}`]
      act ? act.call(this, event) : this.#pending.push(event)
    }
    if (this.#pending.length > PENDING_MAX) this.#pending.splice(0, this.#pending.length - PENDING_MAX)
    if (frame.sums?.likes) this.#likes(frame.sums.likes)
    else if (frame.values?.likes !== undefined) this.#likes(frame.values.likes - this.#total, false)
    if (frame.values?.viewers !== undefined) this.#write('viewers', compact(frame.values.viewers))
    this.dispatchEvent(new CustomEvent('lf:frame', { detail: frame }))
    this.#frame ||= requestAnimationFrame(() => this.#flush())
  }

  // Something is lost for good: ask for the whole state, not all at once.
  #missed () {
    this.#mark = ''
    this.socket.onmessage = null
    this.socket.close()
  }

  // The state after a while away: what is new in it, as if it had been sent.
  #catchUp ({ show }) {
    if (!show) return
    for (const node of this.querySelectorAll('[data-while-on-air]')) node.hidden = !show.started_at || Boolean(show.ended_at)
    for (const event of [...show.lines, ...show.questions]) this.#pending.push(event)
    if (show.pin && this.querySelector('.pin')?.dataset.product !== show.pin.product_id) this.on_pinned(show.pin)
    else if (!show.pin && this.querySelector('.pin:not([hidden])')) this.on_unpinned()
    if (show.layout) this.dataset.layout = show.layout
    this.#likes(show.likes - this.#total, false)
  }

  // Everything that arrived since the last frame becomes one change of the document.
  #flush () {
    this.#frame = 0
    const { log } = this
    if (!log || !this.#pending.length) return
    const sticks = log.scrollHeight - log.scrollTop - log.clientHeight < 60
    const fresh = document.createDocumentFragment()
    const shown = new Set()
    for (const event of this.#pending.splice(0).slice(-LINES_MAX)) {
      const place = event.id && `[data-id="${CSS.escape(event.id)}"].is-${event.t}`
      const node = place && (shown.has(place) || log.querySelector(place)) ? null : line(event)
      if (place) shown.add(place)
      if (node) fresh.append(node)
    }
    log.append(fresh)
    while (log.childElementCount > LINES_MAX) log.firstElementChild.remove()
    if (sticks) log.scrollTop = log.scrollHeight
  }

  #write (name, text) { for (const node of this.querySelectorAll(`[data-${name}]`)) node.textContent = text }

  #likes (count, burst = true) {
    if (!count) return
    this.#total += count
    this.#write('likes-count', compact(this.#total))
    if (burst) this.burst?.add(count)
  }

  // {"t":"pinned", id, product_id, title, picture_url?, price_minor, currency, left?, href?}
  on_pinned (event) {
    const pin = this.querySelector('.pin')
    if (!pin) return this.#refresh('pins')
    const { symbol, whole } = money(event.price_minor, event.currency)
    const link = pin.querySelector('a')
    link.href = event.href ?? `/p/${event.product_id}?room=${this.dataset.room}`
    link.setAttribute('hx-get', link.getAttribute('href'))
    htmx.process(link)
    if (event.picture_url) pin.querySelector('img').src = event.picture_url
    pin.querySelector('.t').textContent = title(event)
    pin.querySelector('.price small').textContent = symbol
    pin.querySelector('.price b').textContent = whole
    pin.querySelector('[data-left]').textContent = event.left ?? ''
    pin.dataset.product = event.product_id
    pin.hidden = false
    this.#pending.push(event)
    this.#refresh('pins')
  }

  on_unpinned () {
    const pin = this.querySelector('.pin')
    if (pin) pin.hidden = true
    this.#refresh('pins')
  }

  on_stock ({ product_id: product, left }) {
    const pin = this.querySelector('.pin')
    if (pin?.dataset.product === product) pin.querySelector('[data-left]').textContent = left
  }

  on_removed ({ id }) {
    this.#pending = this.#pending.filter(event => event.id !== id)
    this.log?.querySelector(`[data-id="${CSS.escape(id)}"]`)?.remove()
    this.#refresh('questions')
  }

  on_muted ({ by, barred }) {
    if (by !== this.dataset.me) return
    const page = `/live/${this.dataset.room}/muted`
    if (barred) return location.assign(page)
    toast(_('You have been muted here.'), 'bad')
    const form = this.querySelector('form.say')
    if (!form) return
    const why = Object.assign(el('a', 'btn quiet say', _('You cannot speak here. Why?')), { href: page })
    this.silenced = [why, form]
    form.replaceWith(why)
  }

  on_unmuted ({ by }) {
    if (by !== this.dataset.me) return
    toast(_('You may speak here again.'))
    if (!this.silenced) return
    this.silenced[0].replaceWith(this.silenced[1])
    this.silenced = undefined
  }

  on_question (event) {
    this.#pending.push(event)
    this.#refresh('questions')
  }

  on_helped (event) {
    this.#pending.push(event)
    this.#refresh('questions')
  }

  on_thanked (event) {
    this.#pending.push(event)
    if (event.by === this.dataset.me) toast(_('{asker} thanks you: your answer helped.', { asker: event.asker }))
  }

  on_merged () { this.#refresh('questions') }

  on_parted () { this.#refresh('questions') }
  on_voted () { this.#refresh('questions') }
  on_dismissed () { this.#refresh('questions') }

  on_answered (event) {
    this.#pending.push(event)
    this.#refresh('questions')
  }

  on_block () { this.#refresh('run') }
  on_started () {
    this.#refresh('run')
    for (const node of this.querySelectorAll('[data-while-on-air]')) node.hidden = false
  }


  // Told as it is now, so that two steps that follow at once come as the same state twice.
  on_draw (event) {
    const step = `${event.id} ${event.state}`
    if (this.drawStep !== step) this.#pending.push(event)
    this.drawStep = step
    this.#refresh('play')
  }

  on_gift (event) {
    this.#pending.push(event)
    this.#refresh('gifts')
  }

  on_auction () { this.#refresh('play') }
  on_flash () { this.#refresh('play') }
  on_flash_count () { this.#refresh('play') }
  on_task () { this.#refresh('play') }
  on_task_count () { this.#refresh('play') }
  on_seats () { this.#refresh('seats') }

  // {"t":"seat_call", id, by, what, side}: for the guest of a seat, and for whoever runs the room.
  on_seat_call ({ by, what, side }) {
    this.#refresh('seats')
    if (by !== this.dataset.me || side !== 'host') return
    for (const link of this.querySelectorAll('[data-seat-call]')) link.hidden = what === 'ended'
    if (what === 'offered') toast(_('The host invites you to come on.'))
  }

  on_poll (event) {
    this.#pending.push(event)
    this.#refresh('play')
  }

  on_pulse_answered (event) { this.#pending.push(event) }
  // {"t":"layout", layout}: the same page and connections, arranged anew.
  on_layout ({ layout }) {
    this.dataset.layout = layout
    this.#refresh('layout')
  }

  on_restocked (event) {
    this.#pending.push(event)
    this.on_stock(event)
    this.#refresh('restocks')
    this.#refresh('pins')
  }

  on_correction (event) {
    this.#pending.push(event)
    this.#refresh('violations')
  }

  on_story (event) { this.#pending.push(event) }
  on_manners (event) { this.#pending.push(event) }
  on_draw_count () { this.#refresh('play') }
  on_poll_count () { this.#refresh('play') }

  on_on_air () { this.#stage(true) }
  on_off_air () { this.#stage(false) }

  on_caption () { this.#refresh('captions') }
  on_caption_changed () { this.#refresh('captions') }

  on_ended ({ href }) {
    this.ended = true
    for (const node of this.querySelectorAll('[data-while-on-air]')) node.hidden = true
    const note = this.querySelector('[data-ended]')
    if (!note) return location.reload()
    note.hidden = false
    this.#stage(true)
    const link = note.querySelector('a')
    if (href && link) link.href = href
  }

  #stage (isOnAir) {
    const note = this.querySelector('[data-off-air]')
    if (note) note.hidden = isOnAir
  }

  // Lists that the server renders listen for these: hx-trigger="lf:questions from:body".
  #refresh (what) {
    clearTimeout(this[`timer_${what}`])
    this[`timer_${what}`] = setTimeout(() => document.body.dispatchEvent(new CustomEvent(`lf:${what}`)), 400 + Math.random() * 600)
  }

  #click (event) {
    const button = event.target.closest('button')
    if (button?.matches('[data-like]')) this.#like()
    if (button?.matches('.pin-x')) button.closest('.pin').hidden = true
    const chat = button ? null : event.target.closest('.msg.is-chat')
    const link = chat?.querySelector('a.who')
    if (!link || getSelection().toString() || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    htmx.ajax('GET', link.getAttribute('href'), { target: '#sheet' })
  }

  // Out of the sheet over the room: somebody is to be mentioned, or something was said or dropped after all.
  #fromSheet (event) {
    const name = event.target.closest?.('[data-mention]')?.dataset.mention
    const input = this.querySelector('form.say input[name=text]')
    if (!name || !input) return
    input.value = `@${name} ${input.value}`
    setTimeout(() => input.focus())
  }

  // The panel's choices hold at once; the form keeps them for the next room.
  #choose ({ target }) {
    if (target.closest?.('.panel-form') && target.checked) this.dataset[target.name] = target.value
  }

  #settled () {
    const form = this.querySelector('form.say')
    if (!form) return
    if (form.elements.key) form.elements.key.value = ''
    form.reset()
  }

  #like () {
    this.burst?.add(3)
    this.#liked++
    this.likeTimer ??= setTimeout(() => {
      this.likeTimer = undefined
      const likes = Math.min(this.#liked, 50)
      this.#liked = 0
      this.#sendOnce({ t: 'like', n: likes })
    }, 400)
  }

  // Sent again over the next connection until it is answered; its key makes it count once.
  #sendOnce (message) {
    const key = newKey()
    const text = JSON.stringify({ ...message, key, ref: key })
    if (this.#unanswered.size < UNANSWERED_MAX) this.#unanswered.set(key, text)
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(text)
  }

  // A line that is sent again after a failure keeps its key: it is said once.
  #say (event) {
    const form = event.target.closest('form.say')
    if (!form) return
    const key = form.elements.key ?? form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: 'key' }))
    key.value ||= newKey()
  }

  #said (event) {
    const form = event.target.closest('form.say')
    if (!form || !(event.detail.ctx.response?.status < 500)) return
    if (form.elements.key) form.elements.key.value = ''
    if (event.detail.ctx.response.status < 300) form.reset()
  }
}
customElements.define('lf-room', Room)
