// Map styles made of the same table and palettes as on the server (cartography/style.go), for what asks no server.
// Plain JavaScript, as the server that stands in for ours in tests runs it too.

const name = ['get', 'name']

/** The words at a division or place: the standard name and its Pinyin, the reader's own first, the other small beneath. */
export function labelOf(lang, pinyin) {
  if (!pinyin) return name
  const reading = ['coalesce', ['get', 'pinyin'], '']
  const [first, second, small] = lang === 'en' ? [reading, name, 0.85] : [name, reading, 0.68]
  return ['case', ['==', reading, ''], name, ['format', first, {}, '\n', {}, second, { 'font-scale': small }]]
}

/** The layers of a style. */
export function layersOf(table, palettes, style, { lang = 'zh', pinyin = false, set = palettes[style].set } = {}) {
  const palette = palettes[style]
  const colours = palette.colours ?? palettes[palette.like].colours
  const label = labelOf(lang, pinyin)
  const put = (value) => {
    if (Array.isArray(value)) return value.map(put)
    if (typeof value !== 'string' || !value.startsWith('@')) return value
    const key = value.slice(1)
    return key === 'label' ? label : key === 'halo-width' ? palette.halo : table.fonts[key] ?? colours[key]
  }
  // Bands stay as they are: a tile shows too little of its neighbours for wider ones.
  const props = (from, band) =>
    Object.fromEntries(Object.entries(from).map(([key, value]) => [key, scaled(put(value), band ? 1 : scaleOf(key, palette))]))
  return table.layers
    .filter(({ only }) => !only || only.includes(set))
    .map(({ only: _, filter, layout, paint, ...rest }) => ({
      ...rest,
      ...(filter !== undefined && { filter: put(filter) }),
      ...(layout && { layout: props(layout, !!paint?.['line-offset']) }),
      ...(paint && { paint: props(paint, !!paint['line-offset']) }),
    }))
}

function scaleOf(property, { text, line }) {
  if (property === 'text-size' || property === 'icon-size') return text
  return ['line-width', 'circle-radius', 'circle-stroke-width'].includes(property) ? line : 1
}

/** A number, or an interpolation of numbers, times something. */
function scaled(value, by) {
  if (by === 1) return value
  if (typeof value === 'number') return Math.round(value * by * 100) / 100
  // Behind interpolate, linear, zoom and the first stop.
  return Array.isArray(value) ? value.map((one, i) => (i >= 4 && i % 2 === 0 ? scaled(one, by) : one)) : value
}
