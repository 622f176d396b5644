// One dialog for every fragment that opens over a page. The page below keeps living.
const sheet = document.querySelector('dialog.sheet')
const body = sheet?.firstElementChild

document.addEventListener('htmx:after:swap', () => {
  if (!sheet || !body.childElementCount || sheet.open) return
  sheet.showModal()
})
sheet?.addEventListener('click', event => { if (event.target === sheet) sheet.close() })
document.addEventListener('click', event => {
  const closer = event.target.closest('[data-close]')
  if (!closer || !sheet?.contains(closer)) return
  event.preventDefault()
  sheet.close()
})
// What was sent from the sheet and leaves nothing more to say there.
document.addEventListener('htmx:after:request', event => {
  const form = event.target.closest?.('form.closing, form.nudge')
  if (!form || !sheet?.contains(form) || !(event.detail.ctx.response?.status < 300)) return
  if (form.matches('.nudge')) document.dispatchEvent(new CustomEvent('lf:settled'))
  sheet.close()
  body.replaceChildren() // at once: what follows the request must not find it full and open it again
})
sheet?.addEventListener('close', () => body.replaceChildren())
// A heading names the dialog for those who hear it.
sheet && new MutationObserver(() => {
  const title = body.querySelector('h2')?.textContent.trim()
  if (title) sheet.setAttribute('aria-label', title)
  body.scrollTop = 0
}).observe(body, { childList: true })
