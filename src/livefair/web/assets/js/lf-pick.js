// <lf-pick> around a product's option radios: shows the chosen SKU's price, stock and picture limit.
import { _, money, ngettext } from './words.js'

customElements.define('lf-pick', class extends HTMLElement {
  connectedCallback () {
    this.addEventListener('change', event => event.target.name === 'sku_id' && this.#show(event.target.dataset))
  }

  // A reduction that belongs to one variant is crossed out for that one alone.
  #show ({ minor, usual, currency, left }) {
    const { symbol, whole } = money(Number(minor), currency)
    const before = usual ? money(Number(usual), currency) : null
    for (const price of this.querySelectorAll('[data-price]')) {
      price.querySelector('small').textContent = symbol
      price.querySelector('b').textContent = whole
      if (!before && !price.querySelector('s')) continue
      const crossed = price.querySelector('s') ?? price.appendChild(document.createElement('s'))
      crossed.textContent = before ? before.symbol + before.whole : ''
    }
    const stock = this.querySelector('[data-stock]')
    if (stock) stock.textContent = Number(left) ? ngettext('{n} left', '{n} left', Number(left)) : _('Sold out')
    const quantity = this.querySelector('input[name="quantity"]')
    if (quantity && Number(left)) quantity.max = Math.min(Number(left), 99)
  }
})
