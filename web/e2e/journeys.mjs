// What a person does on the public map, each with an axe check where it ends.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }

export const journeys = [
  {
    name: 'the map draws the county from its own tiles',
    async run(page, base) {
      await page.goto(base)
      await drawn(page)
      equal(await page.locator('h1').innerText(), '江山市地名图', 'heading')
      atLeast(await data(page, 'features'), 20, 'features drawn')
      atLeast(await data(page, 'labels'), 5, 'labels drawn')
      atLeast(await colours(page, '.map canvas'), 20, 'colours on the canvas')
      await page.getByText('示例数据').first().waitFor()
      await accessible(page)
    },
  },
  {
    name: 'a search by keyboard ends in a card',
    async run(page, base) {
      await page.goto(base)
      await drawn(page)
      await page.keyboard.press('/')
      await page.keyboard.type('清湖')
      const box = page.getByRole('combobox')
      await page.getByRole('option').first().waitFor()
      await accessible(page)
      await page.keyboard.press('ArrowDown')
      equal(await box.getAttribute('aria-activedescendant'), 'suggestion-0', 'active suggestion')
      await page.keyboard.press('Enter')
      await card(page, '清湖街道')
      await page.getByText('Qīnghú Jiēdào').first().waitFor()
      await accessible(page)
      await page.keyboard.press('Escape')
      await page.locator('.card').waitFor({ state: 'detached' })
      equal(new URL(page.url()).searchParams.get('id'), null, 'id after Esc')
    },
  },
  {
    name: 'a former name says what it is now',
    async run(page, base) {
      await page.goto(base)
      await page.getByRole('combobox').fill('清湖镇')
      await page.getByRole('option').getByText('曾用名 清湖镇，现名 清湖街道').waitFor()
    },
  },
  {
    name: 'Escape closes the suggestions and keeps what was typed',
    async run(page, base) {
      await page.goto(base)
      const box = page.getByRole('combobox')
      await box.fill('清湖')
      await page.getByRole('option').first().waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('listbox').waitFor({ state: 'hidden' })
      equal(await box.inputValue(), '清湖', 'text after Esc')
    },
  },
  {
    name: 'a permalink opens the same view',
    async run(page, base) {
      const id = await idOf(base, '清湖街道')
      await page.goto(`${base}/?id=${id}&as_of=2019-12-31#map=12.50/28.66000/118.64000`)
      await drawn(page)
      await card(page, '清湖街道')
      await page.reload()
      await drawn(page)
      await card(page, '清湖街道')
      await page.locator('output', { hasText: '2019年12月31日' }).waitFor()
      equal(new URL(page.url()).hash, '#map=12.50/28.66000/118.64000', 'map position')
      equal(new URL(page.url()).searchParams.get('as_of'), '2019-12-31', 'as_of')
    },
  },
  {
    name: 'Back returns to what was shown before',
    async run(page, base) {
      await page.goto(`${base}/?q=%E6%B8%85%E6%B9%96`)
      await page.locator('.row').first().click()
      await card(page, '清湖街道')
      await page.goBack()
      await page.locator('.row').first().waitFor()
    },
  },
  {
    name: 'a click on the map opens the division there',
    async run(page, base) {
      const place = await placeOf(base, '清湖街道')
      await page.goto(`${base}/#map=10.60/${place.lat.toFixed(5)}/${place.lon.toFixed(5)}`)
      await drawn(page)
      await page.mouse.click(640, 400)
      await page.locator('.card h2').waitFor()
    },
  },
  {
    name: 'a click beside the labels opens the division from the tiles alone',
    async run(page, base) {
      const place = await placeOf(base, '清湖街道')
      await page.route('**/v1/reverse?*', (route) => route.abort())
      await page.goto(`${base}/#map=14.50/${place.lat.toFixed(5)}/${(place.lon + 0.004).toFixed(5)}`)
      await drawn(page)
      await page.mouse.click(640, 640)
      await page.locator('.card h2').waitFor()
    },
  },
  {
    name: 'tiles that did not come are asked for again',
    async run(page, base) {
      let broken = true
      await page.route('**/tiles/public/**/*.mvt*', (route) => broken ? route.fulfill({ status: 503 }) : route.continue())
      await page.goto(base)
      const note = page.getByText('地图暂时取不到，已显示的仍可用')
      await note.waitFor()
      broken = false
      await note.getByRole('button', { name: '重试' }).click()
      await note.waitFor({ state: 'detached' })
      await page.waitForFunction(() => Number(document.querySelector('.map').dataset.features) > 20)
    },
  },
  {
    name: 'the time slider asks for tiles of its date',
    async run(page, base) {
      await page.goto(base)
      await drawn(page)
      const asked = page.waitForRequest((request) => /\/tiles\/public\/.*as_of=2018-12-31/.test(request.url()))
      await page.getByRole('slider').focus()
      await page.keyboard.press('Home')
      await page.locator('output', { hasText: '2016年12月31日的区划' }).waitFor()
      equal(await page.locator('.timeline-changed').innerText(), '', 'changes in a year without any')
      await page.keyboard.press('ArrowRight')
      await page.locator('output', { hasText: '2017年12月31日的区划' }).waitFor()
      await page.getByText(/^2017年：.*代码变更 7/).waitFor()
      atLeast(await page.locator('.timeline-years .tick').count(), 1, 'marks at years of change')
      await page.keyboard.press('ArrowRight')
      await asked
      await page.locator('output', { hasText: '2018年12月31日的区划' }).waitFor()
      equal(await page.getByRole('slider').getAttribute('aria-valuetext'), '2018年12月31日的区划', 'spoken value')
      await drawn(page)
      await page.keyboard.press(']')
      await page.locator('output', { hasText: '2019年' }).waitFor()
      await page.getByRole('button', { name: '回到现在' }).click()
      await page.locator('output', { hasText: '现在的区划' }).waitFor()
      equal(new URL(page.url()).searchParams.get('as_of'), null, 'as_of of today')
    },
  },
  {
    name: 'a day typed by hand stands between the stops, and the keys go on from it',
    async run(page, base) {
      await page.goto(`${base}/?as_of=2018-05-01`)
      await drawn(page)
      const slider = page.getByRole('slider')
      equal(await slider.getAttribute('aria-valuetext'), '2018年5月1日的区划', 'spoken value')
      equal(await slider.inputValue(), '2', 'place of the handle, after 2016 and 2017')
      await page.keyboard.press('[')
      await page.locator('output', { hasText: '2017年12月31日' }).waitFor()
      await page.goto(`${base}/?as_of=2018-05-01`)
      await drawn(page)
      await page.keyboard.press(']')
      await page.locator('output', { hasText: '2018年12月31日' }).waitFor()
    },
  },
  {
    name: 'in 2016 search, results and card say what was so then',
    async run(page, base) {
      await page.goto(`${base}/?as_of=2016-06-01`)
      await drawn(page)
      const asked = page.waitForRequest((request) => /\/v1\/suggest\?.*as_of=2016-06-01/.test(request.url()))
      await page.getByRole('combobox').fill('清湖')
      await asked
      const option = page.getByRole('option').first()
      await option.getByText('清湖镇', { exact: true }).waitFor()
      await accessible(page)
      await page.getByRole('combobox').press('Enter')
      const row = page.locator('.row').first()
      await row.getByText('清湖镇', { exact: true }).waitFor()
      await row.click()
      await card(page, '清湖镇')
      await page.locator('.card dd', { hasText: '330881104' }).waitFor()
      await page.locator('.since', { hasText: '当时名称' }).getByText('清湖街道').waitFor()
      await accessible(page)
      await page.getByRole('slider').focus()
      await page.keyboard.press('ArrowRight')
      await page.locator('.since', { hasText: '2016年12月31日' }).waitFor()
      equal(await page.evaluate(() => document.activeElement.id), 'as-of', 'focus after a step of the slider')
      await page.getByRole('button', { name: '回到现在' }).click()
      await card(page, '清湖街道')
      await page.locator('.card dd', { hasText: '330881003' }).waitFor()
      equal(await page.locator('.since').count(), 0, 'notes on the past')
      await page.keyboard.press('Escape')
      await row.waitFor()
      equal(await page.getByRole('combobox').inputValue(), '清湖', 'search after the card')
      await page.waitForFunction(() => document.activeElement?.classList.contains('row'))
    },
  },
  {
    name: 'a phone keeps the date in sight over a card and in the list',
    options: phone,
    async run(page, base) {
      const id = await idOf(base, '清湖街道')
      for (const view of ['', '&view=list']) {
        await page.goto(`${base}/?id=${id}&as_of=2016-06-01${view}`)
        await card(page, '清湖镇')
        await fits(page)
        await accessible(page)
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
        const badge = page.locator('.dated')
        await badge.getByText('2016年6月1日').waitFor()
        atLeast((await badge.boundingBox()).y, 0, 'top of the badge')
        atLeast((await badge.getByRole('button').boundingBox()).height, 44, 'height of the way back')
        await badge.getByRole('button', { name: '回到现在' }).tap()
        await card(page, '清湖街道')
        await badge.waitFor({ state: 'detached' })
      }
      atLeast((await page.getByRole('button', { name: 'English' }).boundingBox()).height, 44, 'height of English')
    },
  },
  {
    name: 'a result says why it was found, and its name is whole',
    options: { viewport: { width: 360, height: 740 } },
    async run(page, base) {
      await page.goto(`${base}/?view=list&q=330881003`)
      await page.locator('.row').first().getByText('代码 330881003', { exact: true }).waitFor()
      await page.goto(`${base}/?view=list&q=${encodeURIComponent('清胡街道')}`)
      await page.locator('.row').first().getByText('近似', { exact: true }).waitFor()
      await page.goto(`${base}/?view=list&q=${encodeURIComponent('淸湖')}`)
      await page.locator('.row').first().getByText('繁体或异体写法', { exact: true }).waitFor()
      await page.goto(`${base}/?view=list&q=${encodeURIComponent('清湖')}`)
      await page.locator('.row').first().waitFor()
      const cut = await page.locator('.item-name').evaluateAll((names) => names.filter((name) => name.scrollWidth > name.clientWidth + 1 && name.clientWidth > 0).length)
      equal(cut, 0, 'names cut off')
      await fits(page)
      await accessible(page)
    },
  },
  {
    name: 'a place that is not there leads back to the search',
    async run(page, base) {
      await page.goto(`${base}/?id=00000000-0000-7000-8000-000000000000`)
      const alert = page.getByRole('alert')
      await alert.waitFor()
      equal(await alert.getByRole('button', { name: '重试' }).count(), 0, 'offers to retry')
      await alert.getByRole('button', { name: '返回搜索' }).click()
      await page.locator('.card').waitFor({ state: 'detached' })
      equal(await page.evaluate(() => document.activeElement.id), 'search', 'focus')
    },
  },
  {
    name: 'an address of a place alone opens there',
    async run(page, base) {
      await page.goto(`${base}/?id=${await idOf(base, '清湖街道')}`)
      await drawn(page)
      await page.waitForURL(/#map=/)
      atLeast(Number(/#map=([\d.]+)/.exec(page.url())[1]), 10.5, 'zoom')
    },
  },
  {
    name: 'a click before the tiles came asks the server what lies there',
    async run(page, base) {
      const place = await placeOf(base, '清湖街道')
      await page.route('**/tiles/public/**/*.mvt*', () => undefined) // no answer
      await page.goto(`${base}/#map=10.60/${place.lat.toFixed(5)}/${place.lon.toFixed(5)}`)
      await page.locator('.maplibregl-canvas').waitFor()
      await page.waitForURL(/#map=/)
      const asked = page.waitForRequest(/\/v1\/reverse\?/)
      await page.mouse.click(640, 400)
      await asked
      await card(page, '清湖街道')
    },
  },
  {
    name: 'without WebGL the list gives the same answers',
    flags: ['--disable-3d-apis'],
    async run(page, base) {
      await page.goto(base)
      await page.getByText('没有 WebGL 2').waitFor()
      await page.getByRole('button', { name: '清湖街道', exact: true }).last().click()
      await card(page, '清湖街道')
      equal(await page.locator('.map').count(), 0, 'maps on the page')
      await page.locator('.twist[aria-label="清湖街道"]').click()
      await page.locator('.tree .tree .twig').first().waitFor()
      await accessible(page)
    },
  },
  {
    name: 'a phone of 360 px shows search, map and card without sideways scroll',
    options: phone,
    async run(page, base) {
      await page.goto(base)
      await drawn(page)
      await fits(page)
      await accessible(page)
      await page.getByRole('combobox').fill('清湖')
      await page.getByRole('option').first().tap()
      await card(page, '清湖街道')
      await fits(page)
      const sheet = await page.locator('.card').boundingBox()
      equal(Math.round(sheet.y + sheet.height), 740, 'bottom of the sheet')
      atLeast(sheet.y, 300, 'map left above the sheet')
      await page.goto(`${base}/?view=list`)
      await page.locator('.twig').first().waitFor()
      await fits(page)
    },
  },
  {
    name: 'a print keeps map, scale, north and the words about the data',
    async run(page, base) {
      await page.goto(`${base}/?id=${await idOf(base, '清湖街道')}`)
      await card(page, '清湖街道')
      await drawn(page)
      await page.emulateMedia({ media: 'print' })
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
      for (const part of ['.paper-map', '.paper-scale', '.north', '.card h2', '.card .code img', '.colophon', '.demo']) {
        await page.locator(part).waitFor({ state: 'visible' })
      }
      for (const part of ['.search', '.timeline', '.tools', '.actions']) {
        await page.locator(part).waitFor({ state: 'hidden' })
      }
      atLeast(await colours(page, '.paper-map'), 20, 'colours on the printed map')
      atLeast((await page.pdf({ format: 'A4' })).length, 20000, 'bytes of the PDF')
    },
  },
  {
    name: 'a print of the map alone shows what is on the screen, without holes',
    async run(page, base) {
      await page.goto(`${base}/#map=11/28.7375/118.626`)
      await drawn(page)
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
      const { shape, empty } = await page.locator('.paper-map').evaluate(async (image) => {
        await image.decode()
        const [columns, rows] = [8, 4]
        const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 400 })
        const pen = canvas.getContext('2d')
        pen.drawImage(image, 0, 0, 800, 400)
        const empty = []
        for (let i = 0; i < columns * rows; i++) {
          const { data } = pen.getImageData((i % columns) * 100, Math.floor(i / columns) * 100, 100, 100)
          const seen = new Set()
          for (let at = 0; at < data.length; at += 4) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`)
          if (seen.size < 3) empty.push(i)
        }
        return { shape: image.naturalWidth / image.naturalHeight, empty }
      })
      equal(empty.length < 6, true, `parts of the printed map without anything: ${empty}`)
      const screen = await page.locator('.map').evaluate((map) => map.clientWidth / map.clientHeight)
      equal(Math.abs(shape - screen) < 0.01, true, `the printed map is ${shape} times as wide as high, the screen ${screen}`)
    },
  },
  {
    name: 'an error says what to do and retries',
    async run(page, base) {
      const id = await idOf(base, '清湖街道')
      let broken = true
      await page.route('**/v1/places/' + id, (route) => broken
        ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"数据库暂不可用","detail":"请稍后再试。"}' })
        : route.continue())
      await page.goto(`${base}/?id=${id}`)
      await page.getByRole('alert').getByText('请稍后再试。').waitFor()
      await accessible(page)
      broken = false
      await page.getByRole('button', { name: '重试' }).click()
      await card(page, '清湖街道')
    },
  },
  {
    name: 'a reader without Chinese gets English, and may ask for Chinese',
    options: { locale: 'en-GB' },
    async run(page, base) {
      await page.goto(base)
      await page.getByPlaceholder('Name, pinyin or code').waitFor()
      equal(await page.locator('html').getAttribute('lang'), 'en', 'language of the page')
      await page.getByRole('button', { name: '中文' }).click()
      await page.getByPlaceholder('搜索地名').waitFor()
      equal(new URL(page.url()).searchParams.get('lang'), 'zh', 'lang in the address')
    },
  },
  {
    name: 'the keys are told, and the dark page is readable',
    options: { colorScheme: 'dark' },
    async run(page, base) {
      await page.goto(base)
      await drawn(page)
      await accessible(page)
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: '键盘操作' }).waitFor()
      await accessible(page)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    },
  },
]

const drawn = (page) => page.locator('.map[data-ready=true]').waitFor()
const data = async (page, name) => Number(await page.locator('.map').getAttribute('data-' + name))
const card = (page, name) => page.locator('.card h2', { hasText: name }).waitFor()

async function placeOf(base, name) {
  const answer = await fetch(`${base}/v1/places?q=${encodeURIComponent(name)}&limit=1`)
  return (await answer.json()).items[0]
}

const idOf = async (base, name) => (await placeOf(base, name)).id

/** How many different colours a canvas shows, sampled on a grid. */
function colours(page, selector) {
  return page.locator(selector).evaluate((canvas) => {
    const copy = document.createElement('canvas')
    copy.width = canvas.width
    copy.height = canvas.height
    const context = copy.getContext('2d')
    context.drawImage(canvas, 0, 0)
    const { data } = context.getImageData(0, 0, copy.width, copy.height)
    const seen = new Set()
    for (let i = 0; i < data.length; i += 4 * 7) seen.add(data[i] * 65536 + data[i + 1] * 256 + data[i + 2])
    return seen.size
  })
}

async function fits(page) {
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  if (width > inner) throw new Error(`the page is ${width} px wide in a window of ${inner}`)
}

/** Fails on what axe calls serious or critical. */
async function accessible(page) {
  await page.evaluate(axeSource)
  const faults = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] })
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html + ' ' + node.failureSummary).join(' | ')}`)
  })
  if (faults.length) throw new Error('axe: ' + faults.join('\n'))
}

function equal(got, want, what) {
  if (got !== want) throw new Error(`${what} = ${JSON.stringify(got)}, want ${JSON.stringify(want)}`)
}

function atLeast(got, want, what) {
  if (!(got >= want)) throw new Error(`${what} = ${got}, want at least ${want}`)
}
