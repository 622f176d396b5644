// Publishing over one WebSocket where WebRTC does not get through: Matroska slices from MediaRecorder.
const KINDS = ['video/x-matroska;codecs=avc1,opus', 'video/webm;codecs=avc1,opus', 'video/webm;codecs=h264,opus']
const SLICE_MS = 100
const BACKLOG_MAX = 2_000_000
const OPEN_MS = 8000

export class SocketPublisher {
  kind = 'ws'
  #sent = 0
  #counted = 0
  #at = 0

  constructor ({ url, token, stream, onLost }) { Object.assign(this, { url, token, stream, onLost }) }

  async start (bitrate) {
    this.mime = KINDS.find(kind => MediaRecorder.isTypeSupported(kind))
    if (!this.mime) throw new Error('no_h264')
    this.bitrate = bitrate
    await this.#open()
    this.#record()
  }

  #open () {
    const url = new URL(this.url, location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    url.searchParams.set('token', this.token)
    const socket = this.socket = new WebSocket(url)
    return new Promise((resolve, reject) => {
      socket.onopen = () => { socket.onclose = () => this.onLost(); resolve() }
      socket.onclose = event => reject(Object.assign(new Error('closed'), { status: event.code }))
      setTimeout(() => reject(new Error('closed')), OPEN_MS)
    })
  }

  #record () {
    this.recorder = new MediaRecorder(this.stream, { mimeType: this.mime, videoBitsPerSecond: this.bitrate, audioBitsPerSecond: 96000, videoKeyFrameIntervalDuration: 2000 })
    this.recorder.ondataavailable = event => this.#send(event.data)
    this.recorder.start(SLICE_MS)
  }

  #send (slice) {
    if (!slice.size || this.socket.readyState !== WebSocket.OPEN) return
    // A backlog means the line is too thin: a new session at half the rate, from a key frame.
    if (this.socket.bufferedAmount > BACKLOG_MAX) return this.onLost({ bitrate: Math.max(this.bitrate / 2, 300_000) })
    this.#sent += slice.size
    this.socket.send(slice)
  }

  replace () { this.onLost({ bitrate: this.bitrate }) }     // a recorder cannot change its tracks

  async numbers () {
    const now = performance.now()
    const bitrate = this.#at ? (this.#sent - this.#counted) * 8000 / (now - this.#at) : 0
    this.#counted = this.#sent
    this.#at = now
    return { bitrate, height: this.stream.getVideoTracks()[0]?.getSettings().height ?? 0 }
  }

  async stop () {
    this.onLost = () => {}
    if (this.recorder?.state === 'recording') this.recorder.stop()
    this.socket?.close(1000)
  }
}
