// <lf-series for="room" data-names="Viewers|Likes">: live numbers of a room, one point per frame of its socket.
import uPlot from 'uplot'

const KEPT = 600

customElements.define('lf-series', class extends HTMLElement {
  connectedCallback () {
    this.rows = [[], [], []]
    const style = getComputedStyle(this)
    const colour = name => style.getPropertyValue(name)
    const axis = { stroke: colour('--ink-2'), grid: { stroke: colour('--rule'), width: 1 }, ticks: { show: false }, font: '12px Bricolage' }
    this.plot = new uPlot({
      width: this.clientWidth || 320, height: 200, cursor: { show: false }, legend: { show: false },
      scales: { likes: { range: (_u, _low, high) => [0, Math.max(high * 1.2, 10)] }, y: { range: (_u, _low, high) => [0, Math.max(high * 1.2, 5)] } },
      axes: [{ ...axis, values: '{HH}:{mm}:{ss}', space: 80 }, { ...axis, size: 40 }, { ...axis, scale: 'likes', side: 1, grid: { show: false }, size: 40 }],
      series: [{}, { stroke: colour('--jade'), width: 2 }, { stroke: colour('--persimmon'), width: 1.5, scale: 'likes' }]
    }, this.rows, this)
    this.closest('lf-room')?.addEventListener('lf:frame', event => this.#add(event.detail))
    this.sizer = new ResizeObserver(() => this.plot.setSize({ width: this.clientWidth, height: 200 }))
    this.sizer.observe(this)
  }

  disconnectedCallback () {
    this.sizer.disconnect()
    this.plot.destroy()
  }

  #add ({ sums = {}, values = {} }) {
    this.viewers = values.viewers ?? this.viewers
    if (this.viewers === undefined) return
    const row = [Date.now() / 1000, this.viewers, sums.likes ?? 0]
    this.rows.forEach((column, index) => { column.push(row[index]); if (column.length > KEPT) column.shift() })
    this.plot.setData(this.rows)
  }
})
