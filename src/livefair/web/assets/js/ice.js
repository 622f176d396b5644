// The ICE servers that a WHIP or WHEP address offers: Link headers of its answer to OPTIONS (RFC 9725 §4.6).
const LINK = /<([^>]+)>; rel="ice-server"(?:; username="([^"]*)"; credential="([^"]*)")?/g

export async function iceServers (url, token) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {}
  const reply = await fetch(url, { method: 'OPTIONS', headers, signal: AbortSignal.timeout(3000) }).catch(() => null)
  const links = reply?.ok ? reply.headers.get('Link') ?? '' : ''
  return [...links.matchAll(LINK)].map(([, urls, username, credential]) => username ? { urls, username, credential } : { urls })
}
