// The picture of a code, as a phone's camera takes it from a plate.

import qrcode from 'qrcode-generator'

/** A photo of the code of a text. */
export async function codePicture(page, text) {
  const code = qrcode(0, 'Q')
  code.addData(text)
  code.make()
  const n = code.getModuleCount()
  const dark = Array.from({ length: n }, (_, y) => Array.from({ length: n }, (_, x) => code.isDark(y, x)))
  const data = await page.evaluate((dark) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 1000
    const c = canvas.getContext('2d')
    c.fillStyle = '#fff'
    c.fillRect(0, 0, 1000, 1000)
    c.fillStyle = '#000'
    const size = 700 / dark.length
    dark.forEach((row, y) => row.forEach((on, x) => on && c.fillRect(150 + x * size, 150 + y * size, size + 0.5, size + 0.5)))
    return canvas.toDataURL('image/png').split(',')[1]
  }, dark)
  return { name: 'code.png', mimeType: 'image/png', buffer: Buffer.from(data, 'base64') }
}
