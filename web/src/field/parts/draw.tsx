import { useEffect, useRef, useState } from 'preact/hooks'
import { sha256 } from '../bits'
import { t } from '../words'
import { Notice } from './screen'

export interface Drawn { sha256: string; bytes: Uint8Array<ArrayBuffer> }

/** A name drawn with the finger. */
export function Draw({ label, onDone, button }: { label: string; button: string; onDone: (drawn: Drawn) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [inked, setInked] = useState(false)
  const [said, setSaid] = useState('')
  const clear = () => {
    const one = canvas.current!
    const context = one.getContext('2d')!
    context.fillStyle = '#fff'
    context.fillRect(0, 0, one.width, one.height)
    setInked(false)
  }
  useEffect(clear, [])
  const at = (event: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect()
    return [((event.clientX - box.left) * canvas.current!.width) / box.width, ((event.clientY - box.top) * canvas.current!.height) / box.height] as const
  }
  const down = (event: PointerEvent) => {
    canvas.current!.setPointerCapture(event.pointerId)
    const context = canvas.current!.getContext('2d')!
    context.lineWidth = 5
    context.lineCap = context.lineJoin = 'round'
    context.beginPath()
    context.moveTo(...at(event))
  }
  const move = (event: PointerEvent) => {
    if (!event.buttons) return
    const context = canvas.current!.getContext('2d')!
    context.lineTo(...at(event))
    context.stroke()
    setInked(true)
  }
  const done = async () => {
    if (!inked) return setSaid(t.sign.drawFirst)
    const blob = await new Promise<Blob | null>((got) => canvas.current!.toBlob(got, 'image/png'))
    if (!blob) return
    const bytes = new Uint8Array(await blob.arrayBuffer())
    onDone({ bytes, sha256: await sha256(bytes) })
  }
  return (
    <section>
      <p><b>{label}</b></p>
      <canvas ref={canvas} class="draw" width={640} height={260} role="img" aria-label={t.sign.draw} onPointerDown={down} onPointerMove={move} />
      {said && !inked && <Notice kind="bad">{said}</Notice>}
      <div class="row"><button onClick={clear}>{t.sign.again}</button><button class="primary" onClick={() => void done()}>{button}</button></div>
    </section>
  )
}
