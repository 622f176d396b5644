// One room event to one line of the chat.
//   {"t":"chat","seq","id","name","text","fan"?,"marks"?,"role"?}     {"t":"joined","name"}
//   {"t":"bought","name","title","quantity"}                   {"t":"question","id","name","text"}
//   {"t":"answered","question","answer"?}                      {"t":"pinned","title",…}
//   {"t":"notice","text"} (already in the reader's language)
import { el } from './dom.js'
import { _, ngettext } from './words.js'

/** A product's name in the reader's language: `title` is Chinese. */
export const title = event => document.documentElement.lang.startsWith('zh') ? event.title : event.title_en ?? event.title

const pulses = {
  too_fast: () => _('Too fast'),
  price_unclear: () => _('Price unclear'),
  show_again: () => _('Show it again'),
  size_please: () => _('Size, please')
}
function manners ({ slow_ms: slow, speakers }) {
  const said = []
  if (slow) said.push(_('Slow mode: one line in {n} s.', { n: slow / 1000 }))
  if (speakers === 'followers') said.push(_('Only followers speak now.'))
  return said.join(' ') || _('Everybody may speak freely again.')
}
function quote (node) {
  const text = [...node.childNodes].filter(part => part.nodeType === Node.TEXT_NODE).map(part => part.data).join('').trim()
  return `${node.querySelector('.who')?.textContent}: ${text}`
}
const marks = {
  helper: () => _('Helpful'),
  author: () => _('Idea author'),
  reviewer: () => _('Reviewer')
}
/** The level in the host's fan club, and what somebody has earned everywhere; read aloud in words. */
function badges ({ fan, marks: others = [] }) {
  const nodes = others.filter(mark => marks[mark.kind]).map(mark => el('b', 'lv mark', marks[mark.kind]()))
  if (!fan) return nodes
  const level = el('span', '', `♥${fan.level}`)
  level.setAttribute('aria-hidden', 'true')
  const badge = el('b', 'lv fan')
  badge.append(el('span', 'sr', _('Fan club, level {n}:', { n: fan.level }) + ' '), level, ` ${fan.name}`)
  return [badge, ...nodes]
}
const who = event => el('span', 'who', event.name)
const kinds = {
  chat (node, event) {
    const room = document.querySelector('lf-room')
    const answered = event.reply_to && room?.querySelector(`[data-log] .is-chat[data-id="${CSS.escape(event.reply_to)}"]`)
    if (answered) node.append(el('span', 'quote', quote(answered)))
    if (event.role === 'host') node.append(el('b', 'lv host', _('Host')))
    else if (event.role === 'helper') node.append(el('b', 'lv helper', _('Helper')))
    else if (event.level) node.append(el('b', 'lv', event.level))
    node.append(...badges(event))
    const name = el('a', 'who', event.name)
    name.href = `/live/${room?.dataset.room}/lines/${event.id}`
    node.append(name, event.text)
    const me = room?.dataset.me
    if (me && event.by === me) node.classList.add('is-mine')
    else if (me && (answered?.classList.contains('is-mine') || event.text.includes(`@${room.dataset.name}`))) node.classList.add('is-for-me')
  },
  joined: (node, event) => node.append(who(event), _('came in')),
  bought: (node, event) => node.append(who(event), event.quantity > 1 ? _('bought {title} × {n}', { title: title(event), n: event.quantity }) : _('bought {title}', { title: title(event) })),
  gift: (node, event) => node.append(who(event), _('sent {title} × {n}', { title: title(event), n: event.quantity })),
  question: (node, event) => node.append(who(event), _('asks: {text}', { text: event.text })),
  answered: (node, event) => node.append(_('Answered: {text}', { text: event.answer || event.question })),
  helped: (node, event) => node.append(who(event), _('answers “{question}”: {text}', { question: event.question, text: event.text })),
  thanked: (node, event) => node.append(_('{asker} thanks {name}: that answer helped.', { asker: event.asker, name: event.name })),
  pinned: (node, event) => node.append(_('Now showing: {title}', { title: title(event) })),
  draw (node, event) {
    if (event.state === 'open') node.append(_('Lucky draw: {prize}', { prize: event.prize }))
    else if (event.winners?.length) node.append(_('{prize}: won by {names}', { prize: event.prize, names: event.winners.map(winner => winner.name).join(', ') }))
    else return false
  },
  poll: (node, event) => event.closed_at ? false : node.append(_('Asked: {question}', { question: event.question })),
  restocked: (node, event) => event.added ? node.append(_('More of {title}: {n} added', { title: title(event), n: event.added })) : false,
  story (node, event) {
    if (event.picture_url) node.append(Object.assign(el('img', 'story-picture'), { src: event.picture_url, alt: '', width: 96, height: 96 }))
    node.append(el('b', '', title(event)), ` ${document.documentElement.lang.startsWith('zh') ? event.text : event.text_en}`)
  },
  correction: (node, event) => node.append(event.said ? _('The host corrects: “{said}” was not right.', { said: event.said }) : _('The host corrects something.'), event.text && ` ${event.text}`),
  pulse_answered: (node, event) => node.append(_('The host has noticed: {words}', { words: pulses[event.pulse]?.() ?? event.pulse })),
  manners: (node, event) => node.append(manners(event)),
  likes: (node, event) => node.append(ngettext('{n} like', '{n} likes', event.n)),
  notice: (node, event) => node.append(event.text)
}

export function line (event) {
  if (!kinds[event.t]) return null
  const node = el('li', `msg is-${['pinned', 'draw', 'poll', 'pulse_answered', 'manners', 'correction', 'story', 'restocked', 'thanked'].includes(event.t) ? 'notice' : event.t}${['host', 'helper'].includes(event.role) ? ` is-${event.role}` : ''}`)
  if (event.id) node.dataset.id = event.id
  return kinds[event.t](node, event) === false ? null : node
}
