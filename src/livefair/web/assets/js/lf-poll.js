// <lf-poll data-poll data-vote data-now data-guest> inside <lf-room>: what the room is asked, with live bars.
// Listens to the room's frames: {"t":"poll", …} and {"t":"poll_count", id, voters, votes}; see docs/room-events.md.
import htmx from 'htmx.org/dist/htmx.esm.js'
import './lf-countdown.js'
import { el, icon } from './dom.js'
import { _, ngettext } from './words.js'

const RESULT_MS = 30000

/** Whole percents that sum to 100: the largest remainders get what is left. The same as rules/polls.py. */
export function percents (votes) {
  const total = votes.reduce((sum, n) => sum + n, 0)
  if (!total) return votes.map(() => 0)
  const found = votes.map(n => Math.floor(n * 100 / total))
  const order = votes.map((n, i) => [n * 100 % total, i]).sort((a, b) => b[0] - a[0] || a[1] - b[1])
  for (const [, i] of order.slice(0, 100 - found.reduce((sum, n) => sum + n, 0))) found[i]++
  return found
}

class Poll extends HTMLElement {
  connectedCallback () {
    this.ahead = Number(this.dataset.now) - Date.now()
    this.vote = Number(this.dataset.vote)
    this.closest('lf-room')?.addEventListener('lf:frame', event => this.#frame(event.detail))
    this.addEventListener('htmx:after:request', event => this.#voted(event))
    this.addEventListener('click', event => event.target.closest('[data-fold]') && this.#fold())
    if (this.dataset.poll) this.#show(JSON.parse(this.dataset.poll))
  }

  disconnectedCallback () { clearTimeout(this.leaving) }

  #frame (frame) {
    if (frame.state?.show?.poll) this.#show(frame.state.show.poll)
    for (const event of frame.events ?? []) {
      if (event.t === 'poll') {
        if (event.id !== this.poll?.id) { this.vote = 0; this.folded = false }
        this.#show(event)
      }
      if (event.t === 'poll_count' && event.id === this.poll?.id && !this.poll.closed_at) this.#count(event)
    }
  }

  #voted (event) {
    const option = Number(event.target.closest('[data-option]')?.dataset.option)
    if (!option || event.detail.ctx.response.status >= 300) return
    this.vote = option
    this.#write()
    setTimeout(() => { if (!this.folded && !this.poll.closed_at && this.poll.kind !== 'quiz') this.#fold() }, 2500)
  }

  #fold () {
    this.folded = !this.folded
    this.firstElementChild?.classList.toggle('is-folded', this.folded)
    this.querySelector('[data-fold]')?.setAttribute('aria-expanded', String(!this.folded))
  }

  #count ({ voters, votes }) {
    this.poll.voters = voters
    votes.forEach((n, i) => { this.poll.options[i].votes = n })
    this.#write()
  }

  #show (poll) {
    this.poll = poll
    clearTimeout(this.leaving)
    if (poll.closed_at) {
      const shownFor = poll.closed_at + RESULT_MS - Date.now() - this.ahead
      if (shownFor <= 0) return this.replaceChildren()
      this.leaving = setTimeout(() => this.replaceChildren(), shownFor)
      this.folded = false
    }
    const card = el('section', `poll-card${this.folded ? ' is-folded' : ''}`)
    card.setAttribute('aria-label', _('Poll'))
    card.append(this.#head(poll), this.#options(poll), el('p', 'poll-foot'))
    this.replaceChildren(card)
    htmx.process(card)
    this.#write()
  }

  #head (poll) {
    const head = el('button', 'poll-head', '', { fold: '' })
    head.type = 'button'
    head.setAttribute('aria-expanded', String(!this.folded))
    head.append(icon('vote', 16), el('b', '', poll.question))
    if (poll.closes_at && !poll.closed_at) head.append(el('lf-countdown', 'num', '', { until: poll.closes_at, now: Date.now() + this.ahead }))
    return head
  }

  #options (poll) {
    const list = el('ol', 'bars')
    poll.options.forEach((option, i) => {
      const button = el('button', 'poll-opt', '', { option: i + 1 })
      button.type = 'button'
      button.append(el('span', '', option.text), el('b', 'num'))
      if (poll.closed_at || 'guest' in this.dataset) button.disabled = true
      else {
        button.setAttribute('hx-post', `/polls/${poll.id}/votes`)
        button.setAttribute('hx-vals', JSON.stringify({ option: i + 1 }))
        button.setAttribute('hx-swap', 'none')
      }
      const item = el('li')
      item.append(button)
      list.append(item)
    })
    return list
  }

  #write () {
    const { poll } = this
    const shares = percents(poll.options.map(option => option.votes))
    this.querySelectorAll('.poll-opt').forEach((button, i) => {
      button.style.setProperty('--p', `${shares[i]}%`)
      button.querySelector('b').textContent = `${shares[i]}%`
      button.setAttribute('aria-pressed', String(this.vote === i + 1))
      button.classList.toggle('is-right', poll.right === i + 1)
      button.classList.toggle('is-wrong', Boolean(poll.right) && this.vote === i + 1 && poll.right !== i + 1)
    })
    this.querySelector('.poll-foot').textContent = this.#foot(poll)
  }

  #foot (poll) {
    const votes = ngettext('{n} vote', '{n} votes', poll.voters)
    if (!poll.closed_at) return 'guest' in this.dataset ? [votes, _('Sign in to vote')].join(' · ') : votes
    if (!poll.right) return [votes, _('closed')].join(' · ')
    const mine = !this.vote ? '' : this.vote === poll.right ? _('You were right!') : _('Not this time.')
    const names = poll.were_right?.length ? _('Right were: {names}', { names: poll.were_right.join(', ') }) : _('Nobody was right.')
    return [mine, names].filter(Boolean).join(' ')
  }
}
customElements.define('lf-poll', Poll)
