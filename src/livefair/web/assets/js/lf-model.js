// <lf-model data-src="….glb" data-alt>: the 3D viewer, loaded when its button is pressed.
async function viewer () {
  await import('@google/model-viewer')
  return document.createElement('model-viewer')
}

/** The viewer's own rules, as a constructed sheet: a strict style-src allows no <style> element. */
function adoptStyles (node) {
  const inert = node.shadowRoot?.querySelector('script[type="text/css"]')
  if (!inert) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(inert.textContent)
  node.shadowRoot.adoptedStyleSheets = [...node.shadowRoot.adoptedStyleSheets, sheet]
}

customElements.define('lf-model', class extends HTMLElement {
  connectedCallback () {
    this.querySelector('button')?.addEventListener('click', () => this.#show())
  }

  async #show () {
    this.setAttribute('aria-busy', 'true')
    const model = await viewer()
    Object.assign(model, { src: this.dataset.src, alt: this.dataset.alt })
    for (const [name, value] of Object.entries({ 'camera-controls': '', 'touch-action': 'pan-y', 'shadow-intensity': '1', loading: 'eager', 'interaction-prompt': 'none', ar: '', 'ar-modes': 'webxr scene-viewer quick-look' })) model.setAttribute(name, value)
    this.replaceChildren(model)
    await model.updateComplete
    adoptStyles(model)
    this.removeAttribute('aria-busy')
  }
})
