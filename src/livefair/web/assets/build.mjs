// Bundles js/ and css/ into ../dist: content hashes, precompressed copies, manifest.json {logical: hashed}.
// `--watch` writes readable, unhashed files with source maps instead.
import * as esbuild from 'esbuild'
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { withNormalization } from './model.mjs'

const here = import.meta.dirname
const out = path.join(here, '../dist')
const watch = process.argv.includes('--watch')
const manifest = {}

const hashed = (name, text) => {
  if (watch) return name
  const { name: stem, ext } = path.parse(name)
  const hash = crypto.createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase()
  return `${stem}-${hash}${ext}`
}
const put = (logical, content) => {
  const file = hashed(logical, content)
  fs.writeFileSync(path.join(out, file), content)
  manifest[logical] = file
}
const files = (dir, pattern) => fs.readdirSync(dir, { recursive: true })
  .map(name => path.join(dir, name)).filter(file => pattern.test(file))

// model-viewer under a strict policy. It puts a <style> element into its shadow root: the rules are handed over in a
// data block, which js/lf-model.js adopts as a constructed sheet. And it compiles a mesh decoder at import, which
// would ask for 'wasm-unsafe-eval': models with EXT_meshopt_compression stay unsupported instead.
const changes = [['<style>', '<script type="text/css">'], ['</style>', '</script>'], ['WebAssembly.instantiate(', '(() => new Promise(() => {}))(']]
const strictViewer = {
  name: 'strict-viewer',
  setup: build => build.onLoad({ filter: /model-viewer-module\.js$/ }, args => {
    let contents = fs.readFileSync(args.path, 'utf8')
    for (const [from, to] of changes) {
      if (!contents.includes(from)) throw new Error(`model-viewer has no ${from} any more: look at strict-viewer again`)
      contents = contents.replaceAll(from, to)
    }
    return { contents, loader: 'js' }
  })
}

const options = {
  bundle: true, splitting: true, format: 'esm', target: ['es2022', 'safari16.4'], outdir: out, metafile: true,
  minify: !watch, sourcemap: watch && 'linked', logLevel: 'warning', loader: { '.woff2': 'file' },
  entryNames: watch ? '[name]' : '[name]-[hash]', chunkNames: 'c/[name]-[hash]', assetNames: 'a/[name]-[hash]',
  alias: { '@google/model-viewer': '@google/model-viewer/dist/model-viewer-module.js' },
  plugins: [strictViewer],
  entryPoints: [
    path.join(here, 'js/app.js'), path.join(here, 'css/app.css'), ...files(path.join(here, 'generated'), /\.js$/)
  ]
}

function note (metafile) {
  for (const [file, output] of Object.entries(metafile.outputs)) {
    const name = path.relative(out, path.resolve(file))
    if (output.entryPoint) manifest[path.basename(output.entryPoint)] = name
    else if (/bricolage.*latin-wght.*woff2$/.test(name) && !/ext/.test(name)) manifest['numerals.woff2'] = name
  }
}

// Only the icons that templates or scripts name: icon('heart') or icon("heart").
function sprite () {
  const lucide = JSON.parse(fs.readFileSync(path.join(here, 'node_modules/@iconify-json/lucide/icons.json')))
  const used = new Set()
  for (const file of [...files(path.join(here, '../templates'), /\.html$/), ...files(path.join(here, 'js'), /\.js$/)]) {
    for (const [, name] of fs.readFileSync(file, 'utf8').matchAll(/\bicon\(['"]([a-z0-9-]+)['"]/g)) used.add(name)
  }
  const symbols = [...used].sort().map(name => {
    const body = (lucide.icons[name] ?? lucide.icons[lucide.aliases[name]?.parent])?.body
    if (!body) throw new Error(`no such icon: ${name}`)
    // Whether an icon is filled is the stylesheet's to say.
    return `<symbol id="${name}" viewBox="0 0 24 24">${body.replaceAll(' fill="none"', '')}</symbol>`
  })
  put('icons.svg', `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`)
}

function notices () {
  const lock = JSON.parse(fs.readFileSync(path.join(here, 'package-lock.json')))
  const texts = []
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (!place || entry.dev || !fs.existsSync(path.join(here, place))) continue
    const about = JSON.parse(fs.readFileSync(path.join(here, place, 'package.json')))
    const licence = fs.readdirSync(path.join(here, place)).find(name => /^licen[cs]e/i.test(name))
    const text = licence ? fs.readFileSync(path.join(here, place, licence), 'utf8').trim() : 'No licence file in the package.'
    texts.push(`${about.name} ${about.version} (${about.license})\n\n${text}\n`)
  }
  fs.writeFileSync(path.join(out, 'THIRD_PARTY.txt'), texts.join(`\n${'='.repeat(80)}\n\n`))
}

function pictures () {
  const dir = path.join(here, 'img')
  const names = fs.readdirSync(dir)
  for (const name of names.filter(n => !n.endsWith('.webmanifest'))) put(name, fs.readFileSync(path.join(dir, name)))
  const about = fs.readFileSync(path.join(dir, 'manifest.webmanifest'), 'utf8')
  put('manifest.webmanifest', about.replace(/\/static\/([\w.-]+)/g, (_whole, name) => `/static/${manifest[name]}`))
}

async function serviceWorker () {
  const shell = ['app.js', 'app.css', 'icons.svg', 'numerals.woff2'].map(name => `/static/${manifest[name]}`)
  await esbuild.build({
    entryPoints: [path.join(here, 'js/sw.js')], outfile: path.join(out, 'sw.js'), minify: !watch,
    define: { SHELL: JSON.stringify(shell), ICON: JSON.stringify(`/static/${manifest['icon-192.png']}`), VERSION: JSON.stringify(manifest['app.js'] + manifest['app.css']) }
  })
}

function compress () {
  for (const file of files(out, /\.(js|css|svg|webmanifest|txt|wasm|tflite)$/)) {
    const content = fs.readFileSync(file)
    const quality = { [zlib.constants.BROTLI_PARAM_QUALITY]: 9 }
    fs.writeFileSync(file + '.br', zlib.brotliCompressSync(content, { params: quality }))
    fs.writeFileSync(file + '.gz', zlib.gzipSync(content, { level: 9 }))
  }
}

// Telling a person from a room (js/backdrop.js): the worker is a script of its own, the program and the model are the packages'.
async function backdrop () {
  const vision = path.join(here, 'node_modules/@mediapipe/tasks-vision/wasm')
  for (const name of ['vision_wasm_internal.js', 'vision_wasm_internal.wasm']) put(name, fs.readFileSync(path.join(vision, name)))
  const model = fs.readFileSync(path.join(here, 'node_modules/@mediapipe/selfie_segmentation/selfie_segmentation.tflite'))
  put('selfie.tflite', withNormalization(model, 0, 255))
  const built = await esbuild.build({
    entryPoints: [path.join(here, 'js/backdrop-worker.js')], bundle: true, format: 'iife', target: options.target, minify: !watch, write: false
  })
  put('backdrop-worker.js', built.outputFiles[0].contents)
}

async function finish (metafile) {
  note(metafile)
  await backdrop()
  pictures()
  sprite()
  await serviceWorker()
  notices()
  if (!watch) compress()
  fs.writeFileSync(path.join(out, 'manifest.json'), JSON.stringify(manifest, null, 1))
}

fs.rmSync(out, { recursive: true, force: true })
fs.mkdirSync(out, { recursive: true })
if (watch) {
  const onEnd = { name: 'finish', setup: build => build.onEnd(result => result.metafile && finish(result.metafile)) }
  await (await esbuild.context({ ...options, plugins: [...options.plugins, onEnd] })).watch()
} else {
  await finish((await esbuild.build(options)).metafile)
}
