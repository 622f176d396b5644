// <lf-push data-key><button aria-pressed>…</button></lf-push>: whether this browser is told of things while the site is closed.
import { token } from './csrf.js'
import { toast } from './lf-toast.js'
import { _ } from './words.js'

const send = (url, fields) => fetch(url, {
  method: 'POST', body: new URLSearchParams({ ...fields, _csrf_token: token() })
}).then(answer => { if (!answer.ok) throw new Error(answer.status) })

/** A browser that answers no to asking will not ask again by itself. */
async function allowed () {
  if (Notification.permission === 'default') await Notification.requestPermission()
  if (Notification.permission === 'granted') return true
  toast(_('Your browser does not let this site tell you. Its settings for this site can change that.'))
  return false
}

customElements.define('lf-push', class extends HTMLElement {
  async connectedCallback () {
    if (!('serviceWorker' in navigator) || !('PushManager' in window) || !window.isSecureContext) return
    this.button = this.querySelector('button')
    this.worker = await navigator.serviceWorker.ready
    const known = await this.worker.pushManager.getSubscription()
    this.#show(known !== null && 'on' in this.dataset)
    this.hidden = false
    this.button.addEventListener('click', () => this.#turn())
  }

  #show (isOn) { this.button.setAttribute('aria-pressed', isOn) }

  async #turn () {
    this.button.disabled = true
    try {
      await (this.button.getAttribute('aria-pressed') === 'true' ? this.#stop() : this.#start())
    } catch {
      toast(_('That did not work. Please try again.'))
    } finally {
      this.button.disabled = false
    }
  }

  async #start () {
    if (!await allowed()) return
    const made = await this.worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.dataset.key })
    const { endpoint, keys } = made.toJSON()
    await send('/me/device', { endpoint, ...keys })
    this.#show(true)
    toast(_('You will be told here.'))
  }

  async #stop () {
    await send('/me/device/forget', {})
    await (await this.worker.pushManager.getSubscription())?.unsubscribe()
    this.#show(false)
  }
})
