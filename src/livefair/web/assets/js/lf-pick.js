// <lf-pick> around a product's option radios: shows the chosen SKU's price, stock and picture limit.
import { _, money, ngettext } from './words.js'

customElements.define('lf-pick', class extends HTMLElement {
  connectedCallback () {
    this.addEventListener('change', event => event.target.name === 'sku_id' && this.#show(event.target.dataset))
  }

  #show ({ minor, currency, left }) {
    const { symbol, whole } = money(Number(minor), currency)
    for (const price of this.querySelectorAll('[data-price]')) {
      price.querySelector('small').textContent = symbol
      price.querySelector('b').textContent = whole
    }
    const stock = this.querySelector('[data-stock]')
    if (stock) stock.textContent = Number(left) ? ngettext('{n} left', '{n} left', Number(left)) : _('Sold out')
    const quantity = this.querySelector('input[name="quantity"]')
    if (quantity && Number(left)) quantity.max = Math.min(Number(left), 99)
  }
})
