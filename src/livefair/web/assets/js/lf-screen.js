// <lf-screen data-socket>: the host's big screen. One frame a second at most: {"values": {"screen": {…}}}, see
// docs/room-events.md. Whatever it shows stands in the page already; the frames keep it up to date.
import uPlot from 'uplot'
import { Backoff } from './dom.js'
import { _, clock, lang, money } from './words.js'

const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 })
const yuan = minor => { const { symbol, whole } = money(Math.round(minor), 'CNY'); return symbol + whole }
const WORDS = { money: yuan, share: v => percent.format(v), seconds: clock, count: v => number.format(Math.round(v)), per_thousand: v => number.format(v) }
const words = (unit, value) => value === null || value === undefined ? '—' : WORDS[unit](value)

customElements.define('lf-screen', class extends HTMLElement {
  #backoff = new Backoff()
  #span = 60

  connectedCallback () {
    this.addEventListener('click', event => this.#click(event))
    this.#draw()
    this.#connect()
  }

  disconnectedCallback () {
    this.#backoff.stop()
    this.socket?.close()
    this.sizer?.disconnect()
    this.plot?.destroy()
  }

  #connect () {
    const url = new URL(this.dataset.socket, location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    this.socket = new WebSocket(url)
    this.socket.onopen = () => { this.#backoff.reset(); this.dataset.socketState = 'open' }
    this.socket.onmessage = message => this.#receive(JSON.parse(message.data))
    this.socket.onclose = event => {
      this.dataset.socketState = 'closed'
      if (this.isConnected && event.code < 4400) this.#backoff.later(() => this.#connect())
    }
  }

  #receive ({ values = {} }) {
    const frame = values.screen
    if (!frame) return
    if (frame.show !== this.dataset.show) return location.reload()
    this.frame = frame
    this.dataset.at = frame.at
    for (const node of this.querySelectorAll('[data-metric]')) this.#write(node, words(node.dataset.unit, frame.values[node.dataset.metric]))
    for (const tile of this.querySelectorAll('[data-tile]')) tile.classList.toggle('is-flagged', tile.dataset.tile === frame.flag?.metric)
    this.#flag(frame)
    this.#funnel(frame.funnel)
    this.#parts('sources', frame.sources)
    this.#parts('relations', frame.relations)
    this.#skus(frame.skus)
    this.#plot(frame)
  }

  #write (node, text) {
    if (node.textContent === text) return
    node.textContent = text
    node.classList.remove('is-new')
    void node.offsetWidth
    node.classList.add('is-new')
  }

  #flag ({ flag, past }) {
    const line = this.querySelector('[data-flag]')
    if (!flag) {
      line.classList.remove('is-bad')
      line.textContent = past < 6 ? _('Not enough shows yet to compare with: {n} of 6.', { n: past }) : line.dataset.none
      return
    }
    const tile = this.querySelector(`[data-tile="${flag.metric}"]`)
    const unit = tile.querySelector('[data-metric]').dataset.unit
    line.classList.add('is-bad')
    line.textContent = _('{name}: {value}. Usual at this minute: {median} ({low} to {high}, {n} shows)', {
      name: tile.querySelector('.metric-name').textContent.trim(), value: words(unit, flag.value), median: words(unit, flag.median),
      low: words(unit, flag.low), high: words(unit, flag.high), n: flag.n
    })
  }

  #funnel (steps) {
    const most = Math.max(1, ...steps)
    steps.forEach((count, index) => {
      const row = this.querySelector(`[data-step="${index}"]`)
      row.querySelector('[data-count]').textContent = number.format(count)
      row.querySelector('i').style.setProperty('--w', count / most)
    })
  }

  #parts (name, counts) {
    const list = this.querySelector(`[data-parts="${name}"]`)
    for (const [code, count] of Object.entries(counts)) {
      const row = list.querySelector(`[data-part="${code}"] b`)
      if (row) row.textContent = number.format(count)
    }
  }

  #skus (skus) {
    for (const sku of skus) {
      const row = this.querySelector(`[data-sku="${CSS.escape(sku.id)}"]`)
      if (!row || row.classList.contains('is-pinned') !== sku.pinned) return document.body.dispatchEvent(new CustomEvent('lf:skus'))
      row.querySelector('[data-sold]').textContent = number.format(sku.sold)
      row.querySelector('[data-left-sku]').textContent = number.format(sku.left)
      row.querySelector('[data-amount]').textContent = yuan(sku.amount_minor)
      row.querySelector('i').style.setProperty('--w', sku.sold + sku.left ? sku.sold / (sku.sold + sku.left) : 0)
    }
  }

  #click (event) {
    const button = event.target.closest('[data-span]')
    if (!button) return
    this.#span = Number(button.dataset.span)
    for (const one of this.querySelectorAll('[data-span]')) one.setAttribute('aria-pressed', String(one === button))
    if (this.frame) this.#plot(this.frame)
  }

  #draw () {
    const place = this.querySelector('[data-trend]')
    const style = getComputedStyle(this)
    const colour = name => style.getPropertyValue(name)
    const axis = { stroke: colour('--ink-2'), grid: { stroke: colour('--rule'), width: 1 }, ticks: { show: false }, font: '12px Bricolage' }
    const height = () => Math.max(150, place.clientHeight)
    const from0 = (_u, _low, high) => [0, Math.max(high * 1.15, 1)]
    this.plot = new uPlot({
      width: place.clientWidth || 320, height: height(), cursor: { show: false }, legend: { show: false },
      scales: { x: { time: false, range: (_u, low, high) => [low - 0.6, high + 0.6] }, y: { range: from0 }, money: { range: from0 } },
      axes: [{ ...axis, values: (_u, ticks) => ticks.map(t => Number.isInteger(t) ? `${t}′` : '') }, { ...axis, size: 44 }, { ...axis, scale: 'money', side: 1, grid: { show: false }, size: 56, values: (_u, ticks) => ticks.map(t => number.format(t)) }],
      series: [{}, { stroke: colour('--jade'), width: 2, fill: colour('--jade-wash') }, { stroke: colour('--persimmon'), width: 2, scale: 'money', fill: colour('--persimmon-wash'), paths: uPlot.paths.bars({ size: [0.6, 24] }) }]
    }, [[], [], []], place)
    this.sizer = new ResizeObserver(() => this.plot.setSize({ width: place.clientWidth, height: height() }))
    this.sizer.observe(place)
  }

  #plot ({ from_minute: from, minutes }) {
    const skip = Math.max(0, minutes.here.length - this.#span)
    const at = minutes.here.map((_n, index) => from + index + 1)
    this.plot.setData([at.slice(skip), minutes.here.slice(skip), minutes.paid_minor.slice(skip).map(minor => minor / 100)])
  }
})

customElements.define('lf-since', class extends HTMLElement {
  connectedCallback () {
    const tick = () => { this.textContent = clock((Date.now() - Number(this.dataset.from)) / 1000) }
    tick()
    this.timer = setInterval(tick, 1000)
  }

  disconnectedCallback () { clearInterval(this.timer) }
})
