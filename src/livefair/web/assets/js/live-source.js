// Puts a live stream or a playlist into a <video>: WHEP where offered, LL-HLS by hls.js, else the browser's own HLS.
import Hls from 'hls.js/light'
import { iceServers } from './ice.js'

// Begins as if there were two megabits per second: the best picture that fits is there at once and grows.
const LIVE = { abrEwmaDefaultEstimate: 2_000_000, lowLatencyMode: true, maxLiveSyncPlaybackRate: 1.25, backBufferLength: 20, manifestLoadingMaxRetry: 2, enableWorker: true }

const SIDES = { best: Infinity, medium: 480, small: 360 }

/** The level for a wish of the panel: the largest whose shorter side fits, else the smallest; -1: by itself. */
export function levelFor (levels, wish) {
  if (!SIDES[wish] || !levels.length) return -1
  const side = level => Math.min(level.width, level.height) || Infinity
  const order = levels.map((level, number) => [side(level), level.bitrate, number]).sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return (order.filter(([length]) => length <= SIDES[wish]).at(-1) ?? order[wish === 'best' ? order.length - 1 : 0])[2]
}

/** Returns a function that takes the stream out again; its `isTooSlow()`: the smallest level is more than comes through. `onLost` is called once when it cannot go on. */
export function attachHls (video, url, onLost, startPosition = -1, wish = 'auto') {
  if (!Hls.isSupported()) {
    video.src = url
    video.addEventListener('error', onLost, { once: true })
    return () => { video.removeEventListener('error', onLost); video.removeAttribute('src'); video.load() }
  }
  const hls = new Hls({ ...LIVE, startPosition })
  hls.on(Hls.Events.ERROR, (_event, data) => {
    if (!data.fatal) return
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && data.details !== Hls.ErrorDetails.BUFFER_APPEND_ERROR) hls.recoverMediaError()
    else onLost()
  })
  hls.on(Hls.Events.MANIFEST_PARSED, () => { if (levelFor(hls.levels, wish) >= 0) hls.startLevel = hls.nextLevel = levelFor(hls.levels, wish) })
  hls.loadSource(url)
  hls.attachMedia(video)
  return Object.assign(() => hls.destroy(), { isTooSlow: () => hls.bandwidthEstimate < Math.min(...hls.levels.map(level => level.bitrate)) })
}

async function gathered (peer) {
  if (peer.iceGatheringState === 'complete') return
  await new Promise(resolve => {
    peer.addEventListener('icegatheringstatechange', () => peer.iceGatheringState === 'complete' && resolve())
    setTimeout(resolve, 1500)
  })
}

/** WebRTC playback. Rejects when the server does not offer it or no picture comes within five seconds. */
export async function attachWhep (video, url, onLost) {
  const peer = new RTCPeerConnection({ iceServers: await iceServers(url) })
  let session = null
  const stop = () => { peer.close(); video.srcObject = null; if (session) fetch(session, { method: 'DELETE', keepalive: true }).catch(() => {}) }
  try {
    for (const kind of ['video', 'audio']) peer.addTransceiver(kind, { direction: 'recvonly' })
    const stream = new MediaStream()
    peer.addEventListener('track', event => { stream.addTrack(event.track); video.srcObject = stream })
    await peer.setLocalDescription()
    await gathered(peer)
    const reply = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: peer.localDescription.sdp })
    if (reply.status !== 201) throw new Error(`whep ${reply.status}`)
    session = reply.headers.get('Location')
    await peer.setRemoteDescription({ type: 'answer', sdp: await reply.text() })
    await new Promise((resolve, reject) => {
      video.addEventListener('playing', resolve, { once: true })
      setTimeout(() => reject(new Error('no picture')), 5000)
    })
  } catch (error) {
    stop()
    throw error
  }
  peer.addEventListener('connectionstatechange', () => ['failed', 'closed'].includes(peer.connectionState) && onLost())
  return stop
}
