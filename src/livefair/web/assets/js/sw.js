/* global SHELL, VERSION, ICON */
// Keeps the shell and an offline page. Never keeps a page: prices, carts and orders always come from the server.
const CACHE = `livefair-${VERSION}`
const OFFLINE = '/offline'

addEventListener('install', event => event.waitUntil(
  caches.open(CACHE).then(cache => cache.addAll([OFFLINE, ...SHELL])).then(() => skipWaiting())
))
addEventListener('activate', event => event.waitUntil(
  caches.keys().then(keys => Promise.all(keys.filter(key => key !== CACHE).map(key => caches.delete(key)))).then(() => clients.claim())
))
addEventListener('fetch', event => {
  const { request } = event
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)))
  else if (SHELL.includes(new URL(request.url).pathname)) event.respondWith(caches.match(request).then(hit => hit ?? fetch(request)))
})
addEventListener('push', event => {
  const { text, href, tag, lang } = event.data.json()
  event.waitUntil(registration.showNotification('Livefair', { body: text, tag, lang, icon: ICON, data: href }))
})
addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(lead(new URL(event.notification.data, location.origin)))
})

/** In a window that is there already, else in a new one; never outside of this site. */
async function lead (url) {
  if (url.origin !== location.origin) return
  const [window] = await clients.matchAll({ type: 'window' })
  if (!window) return clients.openWindow(url)
  await window.focus()
  return window.navigate(url)
}
