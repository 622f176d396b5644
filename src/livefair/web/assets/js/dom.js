// Tiny helpers shared by the elements.
export function el (tag, cls = '', text = '', data = {}) {
  const node = document.createElement(tag)
  if (cls) node.className = cls
  if (text !== '') node.textContent = text
  Object.assign(node.dataset, data)
  return node
}

const sprite = document.querySelector('meta[name="icons"]')?.content
export function icon (name, size = 20) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('class', 'i')
  svg.setAttribute('width', size)
  svg.setAttribute('height', size)
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `${sprite}#${name}`)
  svg.append(use)
  return svg
}

/** Try again later and later: 0.5 s, 1 s, … 15 s, with jitter so that a room does not return as one wave. */
export class Backoff {
  #wait = 500
  #timer = 0
  reset () { this.#wait = 500 }
  later (action) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(action, this.#wait * (0.7 + Math.random() * 0.6))
    this.#wait = Math.min(this.#wait * 2, 15000)
  }

  stop () { clearTimeout(this.#timer) }
}

/** A UUID of version 7: what is sent again under it is done once. */
export function newKey () {
  const time = Date.now().toString(16).padStart(12, '0')
  const chance = [...crypto.getRandomValues(new Uint8Array(9))].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-a${chance.slice(3, 6)}-${chance.slice(6)}`
}

export const isReduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches || !!document.querySelector('[data-motion=still]')
