// A picture that only decorates and does not come (a room's first seconds) leaves its place empty, not broken.
const isMissing = image => image.complete && image.currentSrc && !image.naturalWidth

function leaveOut (image) { if (image.alt === '') image.hidden = true }

addEventListener('error', event => { if (event.target instanceof HTMLImageElement) leaveOut(event.target) }, true)
for (const image of document.images) if (isMissing(image)) leaveOut(image)
