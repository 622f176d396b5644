// <lf-pick> around a product's option radios: shows the chosen SKU's price, stock and picture limit, and what is gone.
import { _, money, ngettext } from './words.js'

const GONE = { left: '0' }

customElements.define('lf-pick', class extends HTMLElement {
  connectedCallback () {
    this.addEventListener('change', ({ target }) => {
      if (target.name === 'sku_id') this.#show(target.dataset)
      if (target.name?.startsWith('choice_')) this.#choose(target)
    })
    this.#mark()
  }

  get #choices () { return [...this.querySelectorAll('input[name^="choice_"]:checked')] }

  #variant (values) {
    return this.querySelector(`data[data-choice="${values.join('+')}"]`)?.dataset ?? GONE
  }

  #choose (radio) {
    this.#show(this.#variant(this.#choices.map(each => each.value)))
    this.#mark()
    const shown = radio.dataset.picture && document.querySelectorAll(`.gallery img[src="${radio.dataset.picture}"]`)
    for (const picture of shown || []) picture.parentElement.scrollTo({ left: picture.offsetLeft - picture.parentElement.offsetLeft })
  }

  // What is sold out beside the other choices stays a button: whoever wants it may change those.
  #mark () {
    const chosen = this.#choices
    for (const radio of this.querySelectorAll('input[name^="choice_"]')) {
      const values = chosen.map(each => each.name === radio.name ? radio.value : each.value)
      radio.parentElement.classList.toggle('gone', !Number(this.#variant(values).left))
    }
  }

  // A reduction that belongs to one variant is crossed out for that one alone.
  #show ({ minor, usual, currency, left }) {
    for (const button of this.querySelectorAll('[name="then"]')) button.disabled = !Number(left)
    const stock = this.querySelector('[data-stock]')
    if (stock) stock.textContent = Number(left) ? ngettext('{n} left', '{n} left', Number(left)) : _('Sold out')
    const quantity = this.querySelector('input[name="quantity"]')
    if (quantity && Number(left)) quantity.max = Math.min(Number(left), 99)
    if (minor) this.#price(minor, usual, currency)
  }

  #price (minor, usual, currency) {
    const { symbol, whole } = money(Number(minor), currency)
    const before = usual ? money(Number(usual), currency) : null
    for (const price of this.querySelectorAll('[data-price]')) {
      price.querySelector('small').textContent = symbol
      price.querySelector('b').textContent = whole
      if (!before && !price.querySelector('s')) continue
      const crossed = price.querySelector('s') ?? price.appendChild(document.createElement('s'))
      crossed.textContent = before ? before.symbol + before.whole : ''
    }
  }
})
