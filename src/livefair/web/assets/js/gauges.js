// What a camera and a microphone give, in the numbers that live/rules/picture_and_sound.py judges.
const WIDTH = 48
const HEIGHT = 64

export class LightMeter {
  #before = null
  #context = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT }).getContext('2d', { willReadFrequently: true })

  /** Mean luma 0–255 and mean change since the last time in tenths; nothing before the first picture. */
  measure (video) {
    if (!video.videoWidth) return {}
    this.#context.drawImage(video, 0, 0, WIDTH, HEIGHT)
    const { data } = this.#context.getImageData(0, 0, WIDTH, HEIGHT)
    const luma = new Float32Array(WIDTH * HEIGHT)
    let sum = 0
    let change = 0
    for (let i = 0; i < luma.length; i++) {
      luma[i] = 0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2]
      sum += luma[i]
      change += this.#before ? Math.abs(luma[i] - this.#before[i]) : 1
    }
    this.#before = luma
    return { luma: Math.round(sum / luma.length), change: Math.round(10 * change / luma.length) }
  }
}

const db = value => Math.max(-120, Math.round(20 * Math.log10(value || 1e-6)))

/** Loudness and peak of what an AnalyserNode hears, in dB below full scale. */
export function loudness (ear) {
  const wave = new Float32Array(ear.fftSize)
  ear.getFloatTimeDomainData(wave)
  let power = 0
  let peak = 0
  for (const value of wave) {
    power += value * value
    peak = Math.max(peak, Math.abs(value))
  }
  return { loudness_db: db(Math.sqrt(power / wave.length)), peak_db: db(peak) }
}
