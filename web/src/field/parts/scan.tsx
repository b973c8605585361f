import type jsQR from 'jsqr'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Notice } from './notice'

export interface ScanWords { camera: string; picture: string; scanning: string; noCamera: string; unread: string; close: string }

/** Reads a code by the camera, or from a picture where there is none. */
export function Scan({ words: t, onRead }: { words: ScanWords; onRead: (text: string) => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const [camera, setCamera] = useState<MediaStream | null>(null)
  const [said, setSaid] = useState('')
  useEffect(() => () => camera?.getTracks().forEach((track) => track.stop()), [camera])
  useEffect(() => {
    if (!camera || !video.current) return
    let over = false
    video.current.srcObject = camera
    void video.current.play()
    const look = async () => {
      const read = (await import('jsqr')).default
      while (!over) {
        const text = video.current?.videoWidth ? (await nativeIn(video.current)) ?? codeIn(read, video.current, video.current.videoWidth, video.current.videoHeight) : null
        if (text && !over) { over = true; setCamera(null); onRead(text) }
        await new Promise((later) => setTimeout(later, 200))
      }
    }
    void look()
    return () => { over = true }
  }, [camera])
  const start = async () => {
    setSaid('')
    const stream = await navigator.mediaDevices?.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 } } }).catch(() => null)
    if (stream) setCamera(stream)
    else setSaid(t.noCamera)
  }
  const fromPicture = async (event: Event & { currentTarget: HTMLInputElement }) => {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file) return
    setSaid('')
    const picture = await createImageBitmap(file).catch(() => null)
    const text = picture && ((await nativeIn(picture)) ?? codeIn((await import('jsqr')).default, picture, picture.width, picture.height))
    input.value = ''
    if (text) onRead(text)
    else setSaid(t.unread)
  }
  return (
    <section>
      {camera ? (
        <>
          <p>{t.scanning}</p>
          <video ref={video} class="scan" muted playsInline aria-label={t.scanning} />
          <button class="wide" onClick={() => setCamera(null)}>{t.close}</button>
        </>
      ) : (
        <div class="row">
          <button onClick={() => void start()}>{t.camera}</button>
          <label class="button">{t.picture}<input class="hidden" type="file" accept="image/*" onChange={(event) => void fromPicture(event)} /></label>
        </div>
      )}
      {said && <Notice kind="bad">{said}</Notice>}
    </section>
  )
}

interface Detector { detect: (source: ImageBitmapSource) => Promise<{ rawValue: string }[]> }

/** What the browser's own reader of codes finds, where it has one: most phones with Android do. */
async function nativeIn(source: ImageBitmapSource): Promise<string | null> {
  const kind = (globalThis as { BarcodeDetector?: new (options: { formats: string[] }) => Detector }).BarcodeDetector
  if (!kind) return null
  try {
    return (await new kind({ formats: ['qr_code'] }).detect(source))[0]?.rawValue ?? null
  } catch { // a browser that names it and cannot
    return null
  }
}

/** Sizes at which a picture is looked through, the longer side in pixels: a code is found where a module has three or four. */
const sizes = [1200, 800, 1800]

/** The text of the code in a picture; null where there is none. */
function codeIn(read: typeof jsQR, source: CanvasImageSource, width: number, height: number): string | null {
  for (const size of sizes) {
    const scale = Math.min(3, size / Math.max(width, height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    const context = canvas.getContext('2d', { willReadFrequently: true })!
    context.drawImage(source, 0, 0, canvas.width, canvas.height)
    const found = read(context.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' })
    if (found?.data) return found.data
  }
  return null
}
