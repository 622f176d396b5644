// <lf-left data-from data-lasts>: how long something still goes on, red when it is over its time.
customElements.define('lf-left', class extends HTMLElement {
  connectedCallback () {
    this.tick()
    this.timer = setInterval(() => this.tick(), 1000)
  }

  disconnectedCallback () { clearInterval(this.timer) }

  tick () {
    const left = Math.round((Number(this.dataset.from) + Number(this.dataset.lasts) - Date.now()) / 1000)
    const whole = Math.abs(left)
    this.textContent = `${left < 0 ? '+' : ''}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
    this.classList.toggle('is-over', left < 0)
  }
})

document.addEventListener('click', event => {
  const button = event.target.closest('[data-larger]')
  const words = button && document.querySelector('.prompter')
  if (words) words.style.setProperty('--larger', Number(words.style.getPropertyValue('--larger') || 0) + Number(button.dataset.larger))
})
