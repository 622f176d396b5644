// Every request that htmx sends carries the page's CSRF token.
export const token = () => document.querySelector('meta[name="csrf"]')?.content ?? ''
document.addEventListener('htmx:config:request', event => { event.detail.ctx.request.headers['X-CSRFToken'] = token() })
