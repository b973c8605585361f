import { useState } from 'preact/hooks'
import { recorded, fix } from '../geo/position'
import type { FileNote } from '../domain'
import { reduce } from '../photo/reduce'
import { t } from '../words'
import { orphan, type Draft } from '../draft'
import type { Change } from '../vault/vault'
import { useField } from './context'
import { Picture } from './picture'
import { Notice } from './screen'

interface Props {
  draft: Draft
  draftKey: string
  faces: [face: string, label: string][] // [] where photos are of no face
  latest: { current: Draft }
  change: (by: Partial<Draft>, more: Change[]) => Promise<boolean>
}

/** Photos of a record: the camera is one tap away, each is kept on the phone before the next thing happens. */
export function Photos({ draft, draftKey, faces, latest, change }: Props) {
  const field = useField()
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const photos = draft.files.filter(({ role }) => role === 'photo')
  const faceOf = (note: FileNote) => (note.face ? faces.find(([face]) => face === note.face)?.[1] ?? note.face : '')
  const take = async (event: Event & { currentTarget: HTMLInputElement }, face: string | null) => {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file) return
    setSaid('')
    if (!(await field.roomFor(file.size))) return
    setBusy(true)
    const reduced = await reduce(file, recorded(fix.value, Date.now())).catch(() => null)
    input.value = ''
    setBusy(false)
    if (!reduced) return setSaid(t.photo.notPhoto)
    const note: FileNote = { ...reduced.note, role: 'photo', face }
    if (latest.current.files.some(({ sha256 }) => sha256 === note.sha256)) return setSaid(t.photo.already)
    const answers = reduced.place ? { ...latest.current.answers, [`camera/${note.sha256.slice(0, 16)}`]: reduced.place } : latest.current.answers
    await change({ files: [...latest.current.files, note], answers }, [{ in: 'files', key: note.sha256, value: reduced.bytes }])
    void field.measure()
  }
  const remove = async (note: FileNote) => {
    const { [`camera/${note.sha256.slice(0, 16)}`]: _, ...answers } = latest.current.answers
    const bytes: Change[] = (await orphan(field, note.sha256, draftKey)) ? [{ in: 'files', key: note.sha256, value: null }] : []
    await change({ files: latest.current.files.filter((one) => one !== note), answers }, bytes)
  }
  return (
    <section>
      <div class="faces">
        {[...faces, [null, ''] as const].map(([face, label]) => (
          <label class="button" key={face}>
            {face ? t.photo.face(label) : faces.length ? t.photo.otherFace : t.photo.take}
            <input class="hidden" type="file" accept="image/*" capture="environment" disabled={busy} onChange={(event) => void take(event, face)} />
          </label>
        ))}
      </div>
      {busy && <p role="status">{t.photo.reducing}</p>}
      {said && <Notice kind="bad">{said}</Notice>}
      <p class="quiet">{photos.length ? t.photo.count(photos.length) : t.check.noPhotoYet}</p>
      <ul class="pictures">
        {photos.map((note, i) => (
          <li key={note.sha256}>
            <Picture where="files" id={note.sha256} type={note.type} alt={[t.photo.alt(i + 1), faceOf(note)].filter(Boolean).join(' ')} />
            {note.face && <span class="quiet">{t.photo.face(faceOf(note))}</span>}
            <button type="button" onClick={() => void remove(note)}>{t.photo.remove}</button>
          </li>
        ))}
      </ul>
    </section>
  )
}
