// <lf-upload> around a multipart form: the file's size and kind are checked first, then sent with progress.
import { token } from './csrf.js'
import { _ } from './words.js'

customElements.define('lf-upload', class extends HTMLElement {
  connectedCallback () {
    this.form = this.querySelector('form')
    this.file = this.querySelector('input[type="file"]')
    this.drop = this.querySelector('.drop')
    this.bar = this.querySelector('progress')
    this.note = this.querySelector('[data-note]')
    this.form.addEventListener('submit', event => this.#submit(event))
    this.file.addEventListener('change', () => this.#check())
    for (const kind of ['dragover', 'dragleave', 'drop']) this.drop?.addEventListener(kind, event => this.#drag(event))
  }

  #drag (event) {
    event.preventDefault()
    this.drop.classList.toggle('is-over', event.type === 'dragover')
    if (event.type !== 'drop' || !event.dataTransfer.files.length) return
    this.file.files = event.dataTransfer.files
    this.#check()
  }

  #check () {
    const file = this.file.files[0]
    if (!file) return false
    const most = Number(this.dataset.maxBytes)
    if (file.size > most) return this.#refuse(_('This file is too large: {size} MB, at most {most} MB.', { size: Math.ceil(file.size / 1e6), most: Math.floor(most / 1e6) }))
    if (!file.type.startsWith('video/')) return this.#refuse(_('This is not a video file.'))
    this.#say(`${file.name} · ${(file.size / 1e6).toFixed(1)} MB`)
    return true
  }

  #submit (event) {
    event.preventDefault()
    if (!this.#check()) return
    const request = new XMLHttpRequest()                  // fetch does not report upload progress
    request.open('POST', this.form.action)
    request.setRequestHeader('X-CSRFToken', token())
    request.setRequestHeader('Accept', 'application/json')
    request.upload.onprogress = e => { if (e.lengthComputable) this.#progress(e.loaded / e.total) }
    request.onload = () => this.#done(request)
    request.onerror = () => this.#refuse(_('The connection was lost. Nothing was published: please try again.'))
    request.send(new FormData(this.form))
    this.form.querySelector('[type="submit"]').disabled = true
    this.#progress(0)
  }

  #progress (share) {
    this.bar.hidden = false
    this.bar.value = share
    this.#say(share < 1 ? _('Sending… {percent}%', { percent: Math.floor(share * 100) }) : _('Sent. Checking the video…'))
  }

  #done (request) {
    let reply = {}
    try { reply = JSON.parse(request.responseText) } catch { /* an answer without a reason gets the general one */ }
    if (request.status < 300 && reply.href) return location.assign(reply.href)
    this.#refuse(reply.detail || _('The video was not accepted.'))
  }

  #refuse (text) {
    this.bar.hidden = true
    this.form.querySelector('[type="submit"]').disabled = false
    this.note.className = 'error'
    this.#write(text)
    return false
  }

  #say (text) {
    this.note.className = 'muted'
    this.#write(text)
  }

  #write (text) { this.note.textContent = text }
})
