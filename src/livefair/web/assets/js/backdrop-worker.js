// The worker behind backdrop.js: pictures come in, masks of the person in them go out. Built as a file of its own, because it
// alone may compile WebAssembly.
import { ImageSegmenter } from '@mediapipe/tasks-vision'

let segmenter

async function begin ({ loader, binary, model }) {
  const runtime = { wasmLoaderPath: loader, wasmBinaryPath: binary }
  const options = { baseOptions: { modelAssetPath: model, delegate: 'CPU' }, canvas: new OffscreenCanvas(256, 256), runningMode: 'VIDEO', outputConfidenceMasks: true, outputCategoryMask: false }
  segmenter = await ImageSegmenter.createFromOptions(runtime, options)
  postMessage({ ready: true })
}

function mask (picture) {
  segmenter.segmentForVideo(picture, performance.now(), ({ confidenceMasks: [found] }) => {
    const sure = found.getAsFloat32Array()
    const pixels = new ImageData(found.width, found.height)
    // Steeper than the model is: what is hardly a person is not, what is nearly one is.
    for (let i = 0; i < sure.length; i++) pixels.data[4 * i + 3] = 255 * Math.min(1, Math.max(0, (sure[i] - 0.25) * 2))
    const sheet = new OffscreenCanvas(found.width, found.height)
    sheet.getContext('2d').putImageData(pixels, 0, 0)
    const bitmap = sheet.transferToImageBitmap()
    postMessage({ mask: bitmap }, [bitmap])
  })
  picture.close()
}

onmessage = async ({ data }) => {
  try {
    if (data.files) await begin(data.files)
    else mask(data.picture)
  } catch (error) {
    postMessage({ error: String(error) })
  }
}
