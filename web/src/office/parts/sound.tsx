import { useId, useState } from 'preact/hooks'
import { placePath } from '../../api'
import { query } from '../../http'
import { asProblem } from '../../load'
import { useOffice } from '../context'
import { write } from '../http'
import { Button } from './button'

/** A recording of a name, as the server tells of it. */
export interface SoundFile { href: string; media_type: string; size_bytes: number }

const zh = {
  title: '录音', none: '还没有录音。', label: (name: string) => `播放“${name}”的录音`, add: '上传录音', replace: '换一个录音', hint: 'MP3、M4A、WAV 或 OGG，不超过 4 MB；宜由当地人读名称一遍。公开地名的录音人人可听。', remove: '移除录音',
}
const en: typeof zh = {
  title: 'Recording', none: 'No recording yet.', label: (name) => `Recording of “${name}”`, add: 'Upload a recording', replace: 'Replace the recording', hint: 'MP3, M4A, WAV or OGG of at most 4 MB; best the name once, spoken by somebody of the place. Everybody may hear that of a public place.', remove: 'Remove the recording',
}

interface Props {
  place: string
  name: string
  nameID?: string
  etag: string
  sound?: SoundFile | null
  may: boolean
  onDone: (etag: string) => void // a recording came or went: the place has another tag
}

/** Plays how a name is spoken; who may brings a recording or takes it away. */
export function Sound({ place, name, nameID, etag, sound, may, onDone }: Props) {
  const { lang } = useOffice()
  const w = lang === 'en' ? en : zh
  const id = useId()
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState('')
  const send = (method: 'POST' | 'DELETE', body?: FormData) => {
    setBusy(true)
    setWrong('')
    write<{ etag: string }>(method, placePath(place) + '/sound' + query({ name_id: nameID }), body, undefined, etag)
      .then((done) => { setBusy(false); onDone(done.etag) }, (err: unknown) => { setBusy(false); setWrong(asProblem(err).message) })
  }
  const bring = (input: HTMLInputElement) => {
    const file = input.files?.[0]
    if (!file) return
    const form = new FormData()
    form.set('file', file)
    input.value = ''
    send('POST', form)
  }
  return (
    <div class="sound" role="group" aria-label={w.title}>
      {sound ? <audio controls preload="none" src={sound.href} aria-label={w.label(name)} /> : <p class="small">{w.none}</p>}
      {may && nameID && (
        <div class="screen">
          <label class="small" for={id}>{sound ? w.replace : w.add}</label>{' '}
          <input id={id} type="file" accept=".mp3,.m4a,.wav,.ogg,audio/*" disabled={busy} aria-describedby={id + '-hint'} onChange={(event) => bring(event.currentTarget)} />
          {sound && <Button small kind="quiet" busy={busy} onClick={() => send('DELETE')}>{w.remove}</Button>}
          <p class="hint" id={id + '-hint'}>{w.hint}</p>
        </div>
      )}
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
    </div>
  )
}
