import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Condition, Side } from '../domain'
import { answerable, draftKey, itemsFor, lacking, recordOf, seesMarker, sideIn, useDraft, type About } from '../draft'
import { fix, recorded } from '../geo/position'
import { Chips } from '../parts/chips'
import { useField } from '../parts/context'
import { FormItems } from '../parts/form'
import { Photos } from '../parts/photos'
import { PositionLine } from '../parts/position'
import { Notice, Screen } from '../parts/screen'
import { SideChoice } from '../parts/side'
import { useKept } from '../parts/task'
import { Voice } from '../parts/voice'
import { atTask, go } from '../route'
import { lang, t } from '../words'

interface Props {
  about: About
  title: string
  back: string
  intro?: ComponentChildren // above everything that is asked
  answers?: Record<string, string> // that the app gives itself
  saves?: string // what the button says
  needs?: string // the sentence that asks for a text, where one must be written
}

/** What was seen of a marker, a stretch or the line, by few taps; photos and voice beside it. */
export function CheckScreen({ about, title, back, intro, answers, saves, needs }: Props) {
  const field = useField()
  const kept = useKept(about.task)!
  const { draft, change, latest, writing } = useDraft(about)
  const [said, setSaid] = useState('')
  const ending = useRef(async () => {})
  const marker = about.object.kind === 'marker' ? kept.pack.markers.find(({ id }) => id === about.object.id) : undefined
  if (!draft) return <Screen title={title} back={back}><p>{t.loading}</p></Screen>
  const items = answerable(itemsFor(kept.pack.form, about), draft.condition)
  const save = async () => {
    await ending.current()
    const side = sideIn(field, about.task)
    const lacks = !side ? t.home.sideFirst : lacking(latest.current, items, about) || (needs && !latest.current.text.trim() ? needs : '')
    setSaid(lacks)
    if (lacks || !side) return
    const now = Date.now()
    const record = recordOf(latest.current, items, about, { me: field.me.value!, side, position: recorded(fix.value, now), now })
    if (await field.outbox.add({ ...record, answers: { ...record.answers, ...answers } }, [{ in: 'things', key: draftKey(about), value: null }])) go(atTask(about.task))
  }
  return (
    <Screen title={title} back={back} actions={<>{said && <Notice kind="bad">{said}</Notice>}<button class="primary" onClick={() => void save()}>{saves ?? { problem: t.check.saveProblem, note: t.check.saveNote }[about.kind as string] ?? t.check.save}</button></>}>
      <SideChoice task={about.task} />
      {intro}
      {about.kind === 'disagreement' && <p>{t.sign.disagreeHint}</p>}
      {seesMarker(about) && (
        <Chips legend={t.check.condition + ' *'} choices={Object.entries(t.check.conditions)} value={draft.condition ?? ''} onPick={(value) => void change({ condition: (value || null) as Condition | null })} />
      )}
      <Photos draft={draft} draftKey={draftKey(about)} faces={(marker?.faces ?? []).map((face) => [face, kept.pack.owners?.[face as Side]?.name ?? face.toUpperCase()])} latest={latest} change={change} />
      <FormItems items={items} answers={draft.answers} onAnswer={(id, value) => void change({ answers: { ...latest.current.answers, [id]: value } })} />
      {about.kind === 'marker_check' && marker && marker.references.length > 0 && (
        <section>
          <h2>{t.check.references}</h2>
          {marker.references.map(({ id, name }) => (
            <Chips key={id} legend={name} choices={Object.entries(t.check.states)} value={draft.references[id] ?? ''}
              onPick={(value) => void change({ references: without(latest.current.references, id, value) })} />
          ))}
        </section>
      )}
      <label class="field">{about.kind === 'problem' ? t.check.problemWhat : about.kind === 'disagreement' ? t.sign.disagreeText : about.kind === 'note' ? t.check.noteWhat : t.check.text}
        <textarea value={draft.text} maxLength={4000} lang={lang} onInput={(event) => void change({ text: event.currentTarget.value })} />
      </label>
      <Voice draft={draft} latest={latest} change={change} ending={ending} />
      <PositionLine />
      <p class="quiet">{writing ? t.check.keeping : t.check.kept}</p>
    </Screen>
  )
}

/** References with the state of one; none where it was tapped away. */
function without<T extends string>(states: Record<string, T>, id: string, value: string): Record<string, T> {
  const { [id]: _, ...rest } = states
  return value ? { ...rest, [id]: value as T } : rest
}
