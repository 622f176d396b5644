// <lf-toast class="toast good">…</lf-toast>: one sentence above everything, gone after five seconds.
import { el, icon } from './dom.js'

class Toast extends HTMLElement {
  connectedCallback () {
    this.setAttribute('role', this.classList.contains('bad') ? 'alert' : 'status')
    const shelf = this.closest('.toasts')
    if (shelf?.showPopover) {                       // above an open dialog, too
      if (shelf.matches(':popover-open')) shelf.hidePopover()
      shelf.showPopover()
    }
    setTimeout(() => this.remove(), 5000)
  }

  disconnectedCallback () {
    const shelf = document.querySelector('.toasts')
    if (shelf && !shelf.childElementCount && shelf.matches(':popover-open')) shelf.hidePopover()
  }
}
customElements.define('lf-toast', Toast)

export function toast (text, kind = 'good') {
  const node = el('lf-toast', `toast ${kind}`)
  node.append(kind === 'good' ? icon('circle-check') : icon('circle-alert'), el('span', '', text))
  document.querySelector('.toasts')?.append(node)
}
