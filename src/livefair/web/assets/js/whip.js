// Publishing over WebRTC (WHIP): one offer with all candidates, H.264 first.
import { iceServers } from './ice.js'

const CONNECT_MS = 5000

function preferH264 (transceiver) {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? []
  const h264 = codecs.filter(codec => /h264/i.test(codec.mimeType))
  if (!h264.length) throw new Error('no_h264')
  transceiver.setCodecPreferences?.([...h264, ...codecs.filter(codec => /rtx/i.test(codec.mimeType))])
}

async function gathered (peer) {
  if (peer.iceGatheringState === 'complete') return
  await new Promise(resolve => {
    peer.addEventListener('icegatheringstatechange', () => peer.iceGatheringState === 'complete' && resolve())
    setTimeout(resolve, 2000)
  })
}

function connected (peer) {
  return new Promise((resolve, reject) => {
    peer.addEventListener('connectionstatechange', () => {
      if (peer.connectionState === 'connected') resolve()
      if (peer.connectionState === 'failed') reject(new Error('ice'))
    })
    setTimeout(() => reject(new Error('timeout')), CONNECT_MS)
  })
}

async function limit (sender, bitrate) {
  const parameters = sender.getParameters()
  if (!parameters.encodings?.length) return
  parameters.encodings[0].maxBitrate = bitrate
  await sender.setParameters(parameters)
}

export class WhipPublisher {
  kind = 'whip'
  #bytes = 0
  #at = 0

  constructor ({ url, token, stream, onLost }) { Object.assign(this, { url, token, stream, onLost }) }

  async start (bitrate) {
    const peer = this.peer = new RTCPeerConnection({ iceServers: await iceServers(this.url, this.token) })
    for (const track of this.stream.getTracks()) {
      const transceiver = peer.addTransceiver(track, { direction: 'sendonly', streams: [this.stream] })
      if (track.kind === 'video') { preferH264(transceiver); this.video = transceiver.sender }
    }
    await peer.setLocalDescription()
    await gathered(peer)
    const headers = { 'Content-Type': 'application/sdp', Authorization: `Bearer ${this.token}` }
    const reply = await fetch(this.url, { method: 'POST', headers, body: peer.localDescription.sdp, signal: AbortSignal.timeout(CONNECT_MS) })
    if (reply.status !== 201) throw Object.assign(new Error(`whip ${reply.status}`), { status: reply.status })
    this.session = reply.headers.get('Location')
    const isConnected = connected(peer)
    await peer.setRemoteDescription({ type: 'answer', sdp: await reply.text() })
    await isConnected
    await limit(this.video, bitrate)
    peer.addEventListener('connectionstatechange', () => ['failed', 'disconnected', 'closed'].includes(peer.connectionState) && this.onLost())
  }

  replace (track) { return this.peer.getSenders().find(sender => sender.track?.kind === track.kind)?.replaceTrack(track) }

  /** Bits per second since the last call, and the height of the picture that is sent. */
  async numbers () {
    const report = await this.peer.getStats(this.video?.track)
    const out = [...report.values()].find(row => row.type === 'outbound-rtp' && row.kind === 'video')
    if (!out) return null
    const now = performance.now()
    const bitrate = this.#at ? (out.bytesSent - this.#bytes) * 8000 / (now - this.#at) : 0
    this.#bytes = out.bytesSent
    this.#at = now
    return { bitrate, height: out.frameHeight, fps: out.framesPerSecond }
  }

  async stop () {
    this.onLost = () => {}
    this.peer?.close()
    if (this.session) await fetch(this.session, { method: 'DELETE', headers: { Authorization: `Bearer ${this.token}` }, keepalive: true }).catch(() => {})
  }
}
