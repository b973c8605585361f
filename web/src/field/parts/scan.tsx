import type jsQR from 'jsqr'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../words'
import { Notice } from './screen'

/** Reads a code by the camera, or from a picture where there is none. */
export function Scan({ onRead }: { onRead: (text: string) => void }) {
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
        const text = video.current?.videoWidth ? codeIn(read, video.current, video.current.videoWidth, video.current.videoHeight) : null
        if (text && !over) { over = true; setCamera(null); onRead(text) }
        await new Promise((later) => setTimeout(later, 200))
      }
    }
    void look()
    return () => { over = true }
  }, [camera])
  const start = async () => {
    setSaid('')
    const stream = await navigator.mediaDevices?.getUserMedia({ video: { facingMode: 'environment' } }).catch(() => null)
    if (stream) setCamera(stream)
    else setSaid(t.sign.noCamera)
  }
  const fromPicture = async (event: Event & { currentTarget: HTMLInputElement }) => {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file) return
    setSaid('')
    const picture = await createImageBitmap(file).catch(() => null)
    const text = picture && codeIn((await import('jsqr')).default, picture, picture.width, picture.height)
    input.value = ''
    if (text) onRead(text)
    else setSaid(t.sign.unread)
  }
  return (
    <section>
      {camera ? (
        <>
          <p>{t.sign.scanning}</p>
          <video ref={video} class="scan" muted playsInline aria-label={t.sign.scanning} />
          <button class="wide" onClick={() => setCamera(null)}>{t.close}</button>
        </>
      ) : (
        <div class="row">
          <button onClick={() => void start()}>{t.sign.camera}</button>
          <label class="button">{t.sign.picture}<input class="hidden" type="file" accept="image/*" onChange={(event) => void fromPicture(event)} /></label>
        </div>
      )}
      {said && <Notice kind="bad">{said}</Notice>}
    </section>
  )
}

const longSide = 1200

/** The text of the code in a picture, its long side reduced to what a phone can look through; null where there is none. */
function codeIn(read: typeof jsQR, source: CanvasImageSource, width: number, height: number): string | null {
  const scale = Math.min(1, longSide / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return read(data, canvas.width, canvas.height)?.data ?? null
}
