// <lf-quantity><button data-step="-1">−</button><input type="number"><button data-step="1">+</button></lf-quantity>
customElements.define('lf-quantity', class extends HTMLElement {
  connectedCallback () {
    this.input = this.querySelector('input')
    this.addEventListener('click', event => {
      const step = Number(event.target.closest('[data-step]')?.dataset.step ?? 0)
      if (!step) return
      step > 0 ? this.input.stepUp() : this.input.stepDown()
      this.input.dispatchEvent(new Event('change', { bubbles: true }))
    })
    this.addEventListener('change', () => this.#limit())
    this.#limit()
  }

  #limit () {
    const { value, min, max } = this.input
    const [less, more] = this.querySelectorAll('[data-step]')
    less.disabled = Number(value) <= Number(min)
    more.disabled = max !== '' && Number(value) >= Number(max)
  }
})
