// Gives a bare .tflite the NormalizationOptions metadata that MediaPipe Tasks asks for. A FlatBuffer only points forward, so a
// new root and new tables are put in front of the untouched file.
class Front {
  bytes = []
  holes = [] // [where, name]: an offset to be written when everything has its place
  marks = {}

  get length () { return this.bytes.length }
  align (n) { while (this.length % n) this.bytes.push(0) }
  mark (name) { this.marks[name] = this.length }
  u8 (...values) { this.bytes.push(...values) }
  u16 (value) { this.u8(value & 255, value >> 8) }
  u32 (value) { this.u8(value & 255, value >> 8 & 255, value >> 16 & 255, value >>> 24) }
  f32 (value) { this.u8(...new Uint8Array(new Float32Array([value]).buffer)) }
  to (name) { this.holes.push([this.length, name]); this.u32(0) }
  text (name, value) { this.align(4); this.mark(name); this.u32(value.length); this.u8(...Buffer.from(value), 0) }
  list (name, items) { this.align(4); this.mark(name); this.u32(items.length); for (const item of items) this.put(item) }
  put (item) { typeof item === 'string' || Array.isArray(item) ? this.to(item) : this.u32(item) }

  // fields: null where there is none, a number, or the name of what it points to.
  table (name, fields) {
    this.align(4)
    const vtable = this.length
    let next = 4
    const offsets = fields.map(field => field === null ? 0 : (next += 4) - 4)
    this.u16(4 + 2 * fields.length)
    this.u16(next)
    offsets.forEach(offset => this.u16(offset))
    this.align(4)
    this.mark(name)
    this.u32(this.length - vtable)
    for (const field of fields) if (field !== null) this.put(field)
  }
}

function metadata (mean, deviation) {
  const front = new Front()
  front.to('model')
  front.u8(...Buffer.from('M001'))
  front.table('model', [null, null, null, 'graphs'])
  front.list('graphs', ['graph'])
  front.table('graph', [null, null, 'inputs'])
  front.list('inputs', ['tensor'])
  front.table('tensor', ['name', null, null, null, 'steps'])
  front.text('name', 'image')
  front.list('steps', ['step'])
  front.table('step', [1, 'norm']) // a union: its kind (NormalizationOptions), then its table
  front.table('norm', ['mean', 'deviation'])
  for (const [name, value] of [['mean', mean], ['deviation', deviation]]) {
    front.align(4); front.mark(name); front.u32(1); front.f32(value)
  }
  return close(front)
}

function close (front, base = 0) {
  const out = Buffer.from(front.bytes)
  for (const [where, target] of front.holes) out.writeUInt32LE((Array.isArray(target) ? base + target[0] : front.marks[target]) - where, where)
  return out
}

export function withNormalization (model, mean, deviation) {
  const root = model.readUInt32LE(0)
  const vtable = root - model.readInt32LE(root)
  const count = (model.readUInt16LE(vtable) - 4) / 2
  const field = i => { const offset = i < count ? model.readUInt16LE(vtable + 4 + 2 * i) : 0; return offset ? root + offset : 0 }
  const target = i => { const at = field(i); return at ? [at + model.readUInt32LE(at)] : null }
  const [buffers] = target(4)
  const old = Array.from({ length: model.readUInt32LE(buffers) }, (_none, i) => [buffers + 4 + 4 * i + model.readUInt32LE(buffers + 4 + 4 * i)])
  const front = new Front()
  front.to('root')
  front.u8(...Buffer.from('TFL3'))
  front.table('root', [field(0) ? model.readUInt32LE(field(0)) : 3, target(1), target(2), target(3), 'buffers', null, 'metadata', target(7)])
  front.list('buffers', [...old, 'buffer'])
  front.list('metadata', ['entry'])
  front.table('entry', ['name', old.length])
  front.text('name', 'TFLITE_METADATA')
  front.table('buffer', ['data'])
  const data = metadata(mean, deviation)
  front.align(16)
  front.u8(...new Array(12).fill(0))
  front.mark('data')
  front.u32(data.length)
  front.u8(...data)
  front.align(64)
  return Buffer.concat([close(front, front.length), model])
}
