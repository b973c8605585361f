// The address of the page is its state: what is shown can be pasted to a colleague.

export interface Camera {
  zoom: number
  lat: number
  lon: number
}

export interface Page {
  id: string | null // the place whose card is open
  shelter: string | null // the shelter whose card is open
  q: string // a search whose results are listed
  asOf: string | null // YYYY-MM-DD; null is today
  list: boolean // the list in place of the map
  pinyin: boolean | null // pinyin beneath the labels of the map; null follows the language
  lang: 'zh' | 'en' | null // null follows the browser
  camera: Camera | null // null fits the county
}

export function readPage(address: string): Page {
  const url = new URL(address, 'http://localhost')
  const param = url.searchParams
  const lang = param.get('lang')
  return {
    id: param.get('id') || null,
    shelter: param.get('shelter') || null,
    q: param.get('q') ?? '',
    asOf: isDate(param.get('as_of')) ? param.get('as_of') : null,
    list: param.get('view') === 'list',
    pinyin: readSwitch(param.get('pinyin')),
    lang: lang === 'zh' || lang === 'en' ? lang : null,
    camera: readCamera(url.hash),
  }
}

export function writePage(page: Page): string {
  const param = new URLSearchParams()
  if (page.id) param.set('id', page.id)
  if (page.shelter) param.set('shelter', page.shelter)
  if (page.q) param.set('q', page.q)
  if (page.asOf) param.set('as_of', page.asOf)
  if (page.list) param.set('view', 'list')
  if (page.pinyin !== null) param.set('pinyin', page.pinyin ? '1' : '0')
  if (page.lang) param.set('lang', page.lang)
  const query = param.toString()
  return '/' + (query && '?' + query) + writeCamera(page.camera)
}

const readSwitch = (text: string | null) => (text === '1' ? true : text === '0' ? false : null)

export function readCamera(hash: string): Camera | null {
  const match = /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(hash)
  if (!match) return null
  const [zoom, lat, lon] = match.slice(1).map(Number) as [number, number, number]
  const sane = zoom <= 24 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180
  return sane ? { zoom, lat, lon } : null
}

// Five decimals are about one metre.
export function writeCamera(camera: Camera | null): string {
  if (!camera) return ''
  return `#map=${camera.zoom.toFixed(2)}/${camera.lat.toFixed(5)}/${camera.lon.toFixed(5)}`
}

export function isDate(text: string | null): boolean {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(text + 'T00:00:00Z')
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
