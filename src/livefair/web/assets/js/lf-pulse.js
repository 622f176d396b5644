// Viewers tap, the host notices. <lf-pulse> in the room sends {"t":"pulse"}; <lf-pulses> in the studio sums what comes
// in each frame ("sums": {"pulse:too_fast": 3}); {"t":"pulse_answered", pulse} settles it on both sides.
import { toast } from './lf-toast.js'
import { _ } from './words.js'

const NOTICED_MS = 60000

class Pulse extends HTMLElement {
  #tapped = new Map()

  connectedCallback () {
    this.room = this.closest('lf-room')
    this.room?.addEventListener('lf:frame', event => this.#frame(event.detail))
    this.addEventListener('click', event => this.#tap(event.target.closest('[data-pulse]')))
  }

  #tap (button) {
    const socket = this.room?.socket
    if (!button || socket?.readyState !== WebSocket.OPEN) return
    socket.send(JSON.stringify({ t: 'pulse', pulse: button.dataset.pulse, ref: `pulse:${button.dataset.pulse}` }))
  }

  #frame (frame) {
    if (frame.t === 'done' && frame.of === 'pulse') this.#sent(frame.ref?.slice(6))
    if (frame.t === 'refused' && frame.of === 'pulse') toast(frame.code === 'too_often' ? _('That was too often. Please wait a little.') : _('This room is not on air.'), 'bad')
    for (const event of frame.events ?? []) if (event.t === 'pulse_answered') this.#noticed(event.pulse)
  }

  #sent (pulse) {
    this.#tapped.set(pulse, Date.now())
    this.#button(pulse)?.classList.add('is-sent')
    this.querySelector('[popover]')?.hidePopover()
    toast(_('The host sees it.'))
  }

  #noticed (pulse) {
    const button = this.#button(pulse)
    if (!button) return
    button.classList.remove('is-sent')
    button.classList.add('is-noticed')
    setTimeout(() => button.classList.remove('is-noticed'), NOTICED_MS)
    const words = button.textContent.trim()
    if (this.#tapped.delete(pulse)) toast(_('The host has noticed: {words}', { words }))
  }

  #button (pulse) { return this.querySelector(`[data-pulse="${CSS.escape(pulse ?? '')}"]`) }
}
customElements.define('lf-pulse', Pulse)

class Pulses extends HTMLElement {
  connectedCallback () { this.closest('lf-room')?.addEventListener('lf:frame', event => this.#frame(event.detail)) }

  #frame ({ sums = {}, events = [] }) {
    for (const [name, count] of Object.entries(sums)) if (name.startsWith('pulse:')) this.#set(name.slice(6), before => before + count)
    for (const event of events) if (event.t === 'pulse_answered') this.#set(event.pulse, () => 0)
  }

  #set (pulse, change) {
    const row = this.querySelector(`[data-pulse="${CSS.escape(pulse)}"]`)
    const count = row?.querySelector('[data-count]')
    if (!count) return
    count.textContent = change(Number(count.textContent))
    row.classList.toggle('is-waiting', count.textContent !== '0')
  }
}
customElements.define('lf-pulses', Pulses)
