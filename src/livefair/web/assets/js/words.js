// Messages and formats in the page's language. Babel extracts `_` and `ngettext` from these files.
const messages = globalThis.lfMessages ?? {}
export const lang = document.documentElement.lang

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
export const _ = (text, values = {}) => fill(messages[text] ?? text, values)
export function ngettext (one, many, n) {
  const forms = messages[one]
  return fill(forms ? forms[Math.min(n === 1 ? 0 : 1, forms.length - 1)] : n === 1 ? one : many, { n })
}

const compactFormat = new Intl.NumberFormat(lang, { notation: 'compact', maximumFractionDigits: 1 })
export const compact = n => compactFormat.format(n)
export const clock = seconds => {
  const [h, m, s] = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(Math.floor)
  const two = n => String(n).padStart(2, '0')
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
/** {minor, currency} to {symbol, whole}; the same shape as the server's price macro. */
export function money (minor, currency) {
  const format = new Intl.NumberFormat(lang, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const digits = format.resolvedOptions().maximumFractionDigits
  const parts = format.formatToParts(minor / 10 ** digits)
  const whole = parts.filter(p => p.type !== 'currency' && p.type !== 'literal').map(p => p.value).join('')
  return { symbol: parts.find(p => p.type === 'currency').value, whole: whole.replace(/\.00$/, '') }
}
