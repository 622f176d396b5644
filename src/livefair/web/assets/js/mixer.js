// The host's sound: the voice, and music under it that steps back while somebody speaks.
import { loudness } from './gauges.js'
import { Ticker } from './ticker.js'

const SPEAKS_DB = -42
const HOLD_MS = 700
const UNDER = 0.22
const EVERY_MS = 80

export class Mixer {
  context = new AudioContext()
  volume = 0.5
  ducks = true
  /** Whether the music is stepping back now. */
  isUnder = false
  #out = this.context.createMediaStreamDestination()
  #ear = new AnalyserNode(this.context, { fftSize: 2048 })
  #voice = new GainNode(this.context)
  #music = new GainNode(this.context, { gain: 0 })
  #heard = null
  #spokeAt = -Infinity
  #player = null
  #ticker = new Ticker(() => this.#duck())

  constructor () {
    this.#voice.connect(this.#out)
    this.#voice.connect(this.#ear)
    this.#music.connect(this.#out)
    this.#ticker.run(EVERY_MS)
  }

  get track () { return this.#out.stream.getAudioTracks()[0] }

  /** From now on this stream's microphone; what was heard before is let go. */
  hear (stream) {
    this.#heard?.disconnect()
    this.#heard = stream.getAudioTracks().length ? this.context.createMediaStreamSource(stream) : null
    this.#heard?.connect(this.#voice)
    this.context.resume()
  }

  set isMuted (muted) { this.#voice.gain.setTargetAtTime(muted ? 0 : 1, this.context.currentTime, 0.02) }

  /** Whether the host hears the music as well. */
  set isMonitored (heard) {
    this.#music.disconnect()
    this.#music.connect(this.#out)
    if (heard) this.#music.connect(this.context.destination)
  }

  /** Play this file over and over. Rejects what the browser cannot play. */
  async play (file) {
    this.silence()
    const player = this.#player = new Audio()
    player.src = URL.createObjectURL(file)
    player.loop = true
    this.context.createMediaElementSource(player).connect(this.#music)
    try { await player.play() } catch (error) { this.silence(); throw error }
  }

  silence () {
    if (!this.#player) return
    this.#player.pause()
    URL.revokeObjectURL(this.#player.src)
    this.#player.removeAttribute('src')
    this.#player = null
  }

  levels () { return loudness(this.#ear) }

  end () {
    this.#ticker.end()
    this.silence()
    this.context.close()
  }

  #duck () {
    const now = performance.now()
    if (this.levels().loudness_db > SPEAKS_DB) this.#spokeAt = now
    this.isUnder = this.ducks && now - this.#spokeAt < HOLD_MS
    const gain = this.#player ? this.volume * (this.isUnder ? UNDER : 1) : 0
    this.#music.gain.setTargetAtTime(gain, this.context.currentTime, this.isUnder ? 0.08 : 0.4)
  }
}
