import { useEffect, useRef, useState } from 'preact/hooks'
import { sha256 } from '../bits'
import type { FileNote } from '../domain'
import type { Draft } from '../draft'
import { fix, recorded } from '../geo/position'
import { t } from '../words'
import type { Change } from '../vault/vault'
import { useBlob } from './picture'
import { Notice } from './screen'

interface Props { draft: Draft; latest: { current: Draft }; change: (by: Partial<Draft>, more: Change[]) => Promise<boolean> }

const types = ['audio/webm', 'audio/mp4', 'audio/ogg']

/** A spoken note beside the written one. */
export function Voice({ draft, latest, change }: Props) {
  const [recorder, setRecorder] = useState<MediaRecorder | null>(null)
  const [seconds, setSeconds] = useState(0)
  const [said, setSaid] = useState('')
  const running = useRef<MediaRecorder | null>(null)
  useEffect(() => () => running.current?.stop(), []) // leaving the screen ends and keeps the note
  useEffect(() => {
    if (!recorder) return
    const timer = setInterval(() => setSeconds((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [recorder])
  const start = async () => {
    setSaid('')
    const type = types.find((one) => globalThis.MediaRecorder?.isTypeSupported(one))
    const stream = type && (await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null))
    if (!stream || !type) return setSaid(t.photo.noVoice)
    const one = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 24_000 })
    const parts: Blob[] = []
    one.ondataavailable = ({ data }) => parts.push(data)
    one.onstop = () => { stream.getTracks().forEach((track) => track.stop()); void keep(new Blob(parts), type) }
    one.start(1000)
    setSeconds(0)
    setRecorder((running.current = one))
  }
  const stop = () => { running.current?.stop(); running.current = null; setRecorder(null) }
  const keep = async (blob: Blob, type: string) => {
    const bytes = new Uint8Array(await blob.arrayBuffer())
    if (!bytes.length) return
    const now = Date.now()
    const note: FileNote = { sha256: await sha256(bytes), bytes: bytes.length, type, role: 'voice', face: null, original_sha256: null, original_bytes: null, taken: new Date(now).toISOString(), position: recorded(fix.value, now) }
    await change({ files: [...latest.current.files, note] }, [{ in: 'files', key: note.sha256, value: bytes }])
  }
  const notes = draft.files.filter(({ role }) => role === 'voice')
  return (
    <section>
      {recorder ? <button type="button" class="danger wide" onClick={stop}>{t.photo.stop(seconds)}</button> : <button type="button" class="wide" onClick={() => void start()}>{t.photo.voice}</button>}
      {said && <Notice kind="bad">{said}</Notice>}
      {notes.length > 0 && <p class="quiet">{t.photo.voices(notes.length)}</p>}
      {notes.map((note) => <Played key={note.sha256} note={note} />)}
    </section>
  )
}

function Played({ note }: { note: FileNote }) {
  const url = useBlob('files', note.sha256, note.type)
  return url ? <audio controls src={url} style={{ width: '100%' }} /> : null
}
