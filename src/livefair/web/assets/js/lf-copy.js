// <lf-copy><code>text</code><button>…</button></lf-copy>
import { toast } from './lf-toast.js'
import { _ } from './words.js'

customElements.define('lf-copy', class extends HTMLElement {
  connectedCallback () {
    this.querySelector('button')?.addEventListener('click', async () => {
      await navigator.clipboard.writeText(this.querySelector('code').textContent)
      toast(_('Copied'))
    })
  }
})
