// <lf-task data-task data-now> inside <lf-room>: what the room collects together, and what the host has promised.
// Listens to the room's frames: {"t":"task", …} and {"t":"task_count", id, count}; see docs/room-events.md.
import './lf-countdown.js'
import { el, icon } from './dom.js'
import { _ } from './words.js'

const RESULT_MS = 20000

class Task extends HTMLElement {
  connectedCallback () {
    this.ahead = Number(this.dataset.now) - Date.now()
    this.away = new AbortController()
    this.closest('lf-room')?.addEventListener('lf:frame', event => this.#frame(event.detail), this.away)
    if (this.dataset.task) this.#show(JSON.parse(this.dataset.task), false)
  }

  disconnectedCallback () {
    this.away.abort()
    clearTimeout(this.leaving)
  }

  #frame (frame) {
    if (frame.state?.show?.task) this.#show(frame.state.show.task, false)
    for (const event of frame.events ?? []) {
      if (event.t === 'task') this.#show(event, true)
      if (event.t === 'task_count' && event.id === this.task?.id && this.task.state === 'open') this.#count(event.count)
    }
  }

  // One that was over before anybody looked is not shown.
  #show (task, isNews) {
    clearTimeout(this.leaving)
    if (task.state !== 'open' && !isNews) return this.replaceChildren()
    this.task = task
    const card = el('section', `task-card is-${task.state}`)
    card.setAttribute('role', 'status')
    const head = el('p', 'task-head')
    head.append(icon(task.state === 'reached' ? 'party-popper' : 'target', 18), el('b', '', task.promise))
    if (task.state === 'open') {
      head.append(el('lf-countdown', 'num', '', { until: task.closes_at, now: Date.now() + this.ahead }))
    }
    this.bar = document.createElement('progress')
    this.bar.max = task.goal
    this.words = el('small', 'num')
    card.append(head, this.bar, this.words)
    this.replaceChildren(card)
    this.#count(task.count)
    if (task.state !== 'open') this.leaving = setTimeout(() => this.replaceChildren(), RESULT_MS)
  }

  #count (count) {
    this.task.count = count
    this.bar.value = Math.min(count, this.task.goal)
    this.words.textContent = this.#said({ n: count.toLocaleString(), goal: this.task.goal.toLocaleString() })
  }

  #said (numbers) {
    if (this.task.state === 'reached') return _('Done together: {n} of {goal}', numbers)
    if (this.task.state === 'missed') return _('Not this time: {n} of {goal}', numbers)
    if (this.task.metric === 'likes') return _('{n} of {goal} likes', numbers)
    return this.task.metric === 'votes' ? _('{n} of {goal} votes', numbers) : _('{n} of {goal} answers to others', numbers)
  }
}
customElements.define('lf-task', Task)
