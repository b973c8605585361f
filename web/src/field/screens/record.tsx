import { useState } from 'preact/hooks'
import { uuid7 } from '../bits'
import type { FieldRecord } from '../domain'
import { clean } from '../draft'
import { fix, recorded } from '../geo/position'
import { useLive } from '../live'
import { useField } from '../parts/context'
import { Picture } from '../parts/picture'
import { QR } from '../parts/qr'
import { Notice, Screen } from '../parts/screen'
import { atDay, go } from '../route'
import { recordCode } from '../sign'
import { t } from '../words'
import { State, titleOf, useMarkerName } from './day'

/** One record as it was made; it is never changed, only added to or withdrawn. */
export function RecordScreen({ id }: { id: string }) {
  const field = useField()
  const made = useLive(field.outbox.made).get(id)
  const item = useLive(field.outbox.phone).items[id]
  const items = useLive(field.outbox.phone).items
  const marker = useMarkerName(made?.record.task ?? '', made?.record.object.id ?? '')
  const [doing, setDoing] = useState<'withdrawal' | 'amendment' | null>(null)
  const [text, setText] = useState('')
  const [said, setSaid] = useState('')
  if (!made) return <Screen title={t.day.title} back={atDay}><p>{t.day.none}</p></Screen>
  const { record } = made
  const save = async () => {
    if (!doing) return
    if (!text.trim()) return setSaid(doing === 'withdrawal' ? t.day.reasonMissing : t.day.amendMissing)
    const now = Date.now()
    const next: FieldRecord = {
      ...record, id: uuid7(now), kind: doing, phone_time: new Date(now).toISOString(), position: recorded(fix.value, now), condition: null,
      answers: {}, references: [], files: [], text: clean(text), about: record.id, formerly: null, observer: field.me.value!.person.id, device: field.me.value!.device,
    }
    if (await field.outbox.add(next)) go(atDay)
  }
  const mayBe = record.kind !== 'withdrawal' && record.kind !== 'amendment' && !item?.withdrawn
  return (
    <Screen title={`${titleOf(record)} ${marker}`} back={atDay} loose actions={mayBe && !doing && (
      <div class="row"><button onClick={() => setDoing('withdrawal')}>{t.day.withdraw}</button><button onClick={() => setDoing('amendment')}>{t.day.amend}</button></div>
    )}>
      <State item={item} />
      <dl class="pairs">
        <dt>{t.day.onPhone}</dt><dd>{new Date(record.phone_time).toLocaleString()}</dd>
        {record.condition && <><dt>{t.check.condition}</dt><dd>{t.check.conditions[record.condition]}</dd></>}
        {record.position && <><dt>{t.map.me}</dt><dd>{record.position.lon}, {record.position.lat}{t.day.within(record.position.accuracy_m)}</dd></>}
        {record.text && <><dt>{t.check.text}</dt><dd>{record.text}</dd></>}
      </dl>
      <ul class="pictures">
        {record.files.map((file, i) => (
          <li key={file.sha256}>
            {file.role === 'photo' || file.role === 'drawn'
              ? <Picture where="files" id={file.sha256} type={file.type} alt={items[file.sha256]?.dropped ? t.day.cleared : t.photo.alt(i + 1)} /> : <b>{t.day.file[file.role]} </b>}
            <State item={items[file.sha256]} />
          </li>
        ))}
      </ul>
      {mayBe && !doing && (
        <details>
          <summary class="button">{t.sign.recordCode}</summary>
          <p class="quiet">{t.sign.recordHint}</p>
          <QR label={t.sign.recordCode} text={recordCode(record)} />
        </details>
      )}
      {doing && (
        <>
          <label class="field">{doing === 'withdrawal' ? t.day.reason : t.day.amendText}<textarea value={text} maxLength={4000} onInput={(event) => setText(event.currentTarget.value)} /></label>
          {said && <Notice kind="bad">{said}</Notice>}
          <div class="row"><button onClick={() => setDoing(null)}>{t.back}</button><button class="primary" onClick={() => void save()}>{doing === 'withdrawal' ? t.day.confirm : t.day.saveAmend}</button></div>
        </>
      )}
    </Screen>
  )
}
