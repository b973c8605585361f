import { useEffect, useRef, useState } from 'preact/hooks'
import type { FileNote } from '../domain'
import type { Draft } from '../draft'
import { fix, recorded } from '../geo/position'
import { recover, Spoken } from '../spoken'
import { t } from '../words'
import type { Change } from '../vault/vault'
import { useField } from './context'
import { useBlob } from './picture'
import { Notice } from './screen'

interface Props {
  draft: Draft
  latest: { current: Draft }
  change: (by: Partial<Draft>, more: Change[]) => Promise<boolean>
  ending: { current: () => Promise<void> } // ends what is being recorded, and waits until it is kept
}

const types = ['audio/webm', 'audio/mp4', 'audio/ogg']
const pieceMillis = 2000

/** A spoken note beside the written one. */
export function Voice({ draft, latest, change, ending }: Props) {
  const field = useField()
  const [recorder, setRecorder] = useState<MediaRecorder | null>(null)
  const [seconds, setSeconds] = useState(0)
  const [said, setSaid] = useState('')
  const running = useRef<(() => Promise<void>) | null>(null)
  const files = () => latest.current.files
  useEffect(() => {
    const cut = latest.current.recording
    const recovered = cut ? recover(field.vault, cut, change, files) : Promise.resolve(true)
    ending.current = async () => { await recovered; await running.current?.() }
    return () => void running.current?.() // leaving the screen ends and keeps the note
  }, [])
  useEffect(() => {
    if (!recorder) return
    const timer = setInterval(() => setSeconds((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [recorder])
  const start = async () => {
    setSaid('')
    await ending.current()
    const type = types.find((one) => globalThis.MediaRecorder?.isTypeSupported(one))
    const stream = type && (await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null))
    if (!stream || !type) return setSaid(t.photo.noVoice)
    const one = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 24_000 })
    const spoken = new Spoken(type, change, Date.now())
    const ended = new Promise<void>((done) => {
      one.ondataavailable = ({ data }) => spoken.add(data)
      one.onstop = () => {
        stream.getTracks().forEach((track) => track.stop())
        running.current = null
        setRecorder(null)
        void spoken.end(files, recorded(fix.value, Date.now())).then(() => done())
      }
    })
    running.current = () => { if (one.state !== 'inactive') one.stop(); return ended }
    one.start(pieceMillis)
    setSeconds(0)
    setRecorder(one)
  }
  const notes = draft.files.filter(({ role }) => role === 'voice')
  return (
    <section>
      {recorder ? <button type="button" class="danger wide" onClick={() => void running.current?.()}>{t.photo.stop(seconds)}</button> : <button type="button" class="wide" onClick={() => void start()}>{t.photo.voice}</button>}
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
