// What stands where in the host's picture, and how it is drawn: a portrait of 720 × 1280, as viewers get it.
import { money } from './words.js'

export const WIDTH = 720
export const HEIGHT = 1280
// Phones cut the sides off, and what viewers see over the picture lies above and below: what matters stays between.
const LEFT = 84
const RIGHT = WIDTH - LEFT
const TOP = 236
const BOTTOM = { standard: 690, product: 690, talk: 520, clean: 690 }
export const PAPER = '#fdf8f0'
const INK = '#241d19'
const GREY = '#6b6059'
export const PERSIMMON = '#d8431c'
const FONT = '"Bricolage Grotesque Variable", system-ui, "Noto Sans CJK SC", sans-serif'
const SMALL = { width: 216, height: 288 }

/** Which sources fill the picture and the small frame, and what is written over them. The room's own layout leads. */
export function arrange ({ layout, inset, isLarge, hasPin, hasScreen, hasCard, hasLower }) {
  const isThere = { product: hasPin, screen: hasScreen }
  let other = isThere[inset] ? inset : null
  let swaps = isLarge
  if (layout === 'product' && hasPin && other !== 'screen') [other, swaps] = ['product', true]
  const [large, small] = swaps && other ? [other, 'camera'] : ['camera', other]
  const speaks = layout !== 'clean'
  return { large, small, card: speaks && hasCard && hasPin, lower: speaks && hasLower, bottom: BOTTOM[layout] ?? BOTTOM.standard }
}

/** Fill the box: cut what is too much, or with `whole` leave bars. */
export function place (context, source, [x, y, width, height], { whole = false } = {}) {
  const [w, h] = [source.videoWidth || source.naturalWidth || source.width, source.videoHeight || source.naturalHeight || source.height]
  if (!w || !h) return
  const scale = whole ? Math.min(width / w, height / h) : Math.max(width / w, height / h)
  const [drawnWidth, drawnHeight] = [w * scale, h * scale]
  context.drawImage(source, x + (width - drawnWidth) / 2, y + (height - drawnHeight) / 2, drawnWidth, drawnHeight)
}

function box (context, [x, y, width, height], radius, fill) {
  context.beginPath()
  context.roundRect(x, y, width, height, radius)
  context.fillStyle = fill
  context.fill()
}

function write (context, text, [x, y, width], font, fill) {
  context.font = `${font} ${FONT}`
  context.fillStyle = fill
  context.textBaseline = 'middle'
  if (context.measureText(text).width <= width) return context.fillText(text, x, y)
  const signs = [...text]
  while (signs.length && context.measureText(signs.join('') + '…').width > width) signs.pop()
  context.fillText(signs.join('').trimEnd() + '…', x, y)
}

/** A small frame at the upper right. */
export function drawSmall (context, source, { whole = false } = {}) {
  const frame = [RIGHT - SMALL.width, TOP, SMALL.width, SMALL.height]
  const [x, y, width, height] = frame
  box(context, [x - 5, y - 5, width + 10, height + 10], 26, PAPER)
  context.save()
  context.beginPath()
  context.roundRect(x, y, width, height, 22)
  context.clip()
  place(context, source, frame, { whole })
  context.restore()
}

/** The pinned product with the price that the server gave. */
export function drawCard (context, pin, picture, { beside = false } = {}) {
  const width = beside ? RIGHT - LEFT - SMALL.width - 24 : 360
  box(context, [LEFT, TOP, width, 128], 24, PAPER)
  const hasPicture = picture?.complete && picture.naturalWidth
  const text = LEFT + (hasPicture ? 128 : 22)
  if (hasPicture) {
    context.save()
    context.beginPath()
    context.roundRect(LEFT + 12, TOP + 12, 104, 104, 16)
    context.clip()
    place(context, picture, [LEFT + 12, TOP + 12, 104, 104])
    context.restore()
  }
  const { symbol, whole } = money(pin.price_minor, pin.currency)
  write(context, symbol + whole, [text, TOP + 46, LEFT + width - text - 16], '750 44px', PERSIMMON)
  write(context, pin.title, [text, TOP + 94, LEFT + width - text - 16], '600 24px', INK)
}

/** Who speaks, and about what. */
export function drawLower (context, { name, title }, bottom) {
  const height = title && name ? 112 : 76
  const [x, y, width] = [LEFT, bottom - height, 480]
  box(context, [x, y, width, height], 20, PAPER)
  box(context, [x, y, 14, height], [20, 0, 0, 20], PERSIMMON)
  const lines = [[name, '720 38px', INK], [title, '550 26px', GREY]].filter(([text]) => text)
  lines.forEach(([text, font, fill], index) => write(context, text, [x + 36, y + (lines.length > 1 ? 38 + index * 42 : height / 2 + 2), width - 56], font, fill))
}

/** Backgrounds that need no file, drawn once. */
export function wall (kind) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 180, height: 320 })
  const context = canvas.getContext('2d')
  const [from, to] = { warm: ['#ffe7cf', '#e9a877'], dark: ['#3b2a35', '#120d12'] }[kind] ?? ['#dcefe9', '#6fb3a0']
  const shade = context.createRadialGradient(90, 90, 20, 90, 160, 260)
  shade.addColorStop(0, from)
  shade.addColorStop(1, to)
  context.fillStyle = shade
  context.fillRect(0, 0, 180, 320)
  return canvas
}
