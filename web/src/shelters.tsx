import type { RefObject } from 'preact'
import { shelter as askShelter, shelters, type Division, type Shelter, type ShelterSign } from './api'
import { useWords } from './context'
import { useLoad } from './load'
import { Skeleton, Trouble } from './notice'

const listed = 8 // of a search, beside the places

interface CardProps {
  id: string
  asOf: string | null
  heading: RefObject<HTMLHeadingElement | null>
  onClose: () => void
  onBack: () => void
  onDivision: (division: Division) => void
}

/** What the register says in public of a shelter, and the way to the card of its village. */
export function ShelterCard({ id, asOf, heading, onClose, onBack, onDivision }: CardProps) {
  const { t, lang } = useWords()
  const { value: shelter, problem, retry } = useLoad((signal) => askShelter(id, asOf, signal), [id, asOf, lang])
  return (
    <article class="card" aria-busy={!shelter && !problem} data-shelter={shelter?.id}>
      <button type="button" class="plain card-close" aria-label={t.close} onClick={onClose}>×</button>
      {problem && <Trouble problem={problem} retry={retry} back={onBack} />}
      {!shelter && !problem && <Skeleton rows={4} />}
      {shelter && (
        <>
          <header>
            <h2 class="shelter-name" ref={heading} tabIndex={-1}>{shelter.name}</h2>
            <p class="chain"><span class="tag">{t.shelter}</span></p>
          </header>
          <Facts shelter={shelter} />
          <p class="actions">
            {shelter.division_code && (
              <button type="button" onClick={() => onDivision({ code: shelter.division_code!, name: shelter.division_name ?? '', level: 5 })}>{t.shelterVillage(shelter.division_name ?? '')}</button>
            )}
          </p>
        </>
      )}
    </article>
  )
}

function Facts({ shelter: { state, capacity, free, address, duty_phone: phone, demo } }: { shelter: Shelter }) {
  const { t } = useWords()
  const rows: [string, preact.ComponentChildren][] = [[t.shelterState, t.shelterStates[state] ?? state]]
  if (capacity != null) rows.push([t.capacity, t.people(capacity)])
  if (free != null && free !== capacity) rows.push([t.free, t.people(free)])
  if (address) rows.push([t.address, address])
  if (phone) rows.push([t.duty, <a href={'tel:' + phone}>{phone}</a>])
  if (demo) rows.push([t.demo, t.shelterDemo])
  return <dl class="facts">{rows.map(([word, value]) => <div key={word}><dt>{word}</dt><dd>{value}</dd></div>)}</dl>
}

interface ListProps {
  signs: readonly ShelterSign[]
  selected: string | null
  onPick: (id: string) => void
}

/** Shelters as rows, each with its state in words. */
export function ShelterRows({ signs, selected, onPick }: ListProps) {
  const { t } = useWords()
  return (
    <ul class="rows">
      {signs.map(({ id, name, state }) => (
        <li key={id}>
          <button type="button" class="row" data-id={id} aria-current={id === selected} onClick={() => onPick(id)}>
            <span class="item-line"><span class="item-name">{name}</span><span class="tag">{t.shelter} · {t.shelterStates[state] ?? state}</span></span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** The shelters that the map shows now, for who cannot tap a sign. */
export function ShelterList({ signs, selected, onPick, onClose }: ListProps & { onClose: () => void }) {
  const { t } = useWords()
  return (
    <section class="results shelter-list" aria-label={t.sheltersHere}>
      <button type="button" class="plain card-close" aria-label={t.close} onClick={onClose}>×</button>
      <h2>{t.sheltersHere}</h2>
      {signs.length ? <ShelterRows {...{ signs, selected, onPick }} /> : <p class="empty" role="status">{t.noSheltersHere}</p>}
    </section>
  )
}

/** The shelters whose name has what is searched. */
export function ShelterMatches({ q, asOf, selected, onPick }: { q: string; asOf: string | null } & Omit<ListProps, 'signs'>) {
  const { lang } = useWords()
  const all = useLoad(q.trim().length > 1 ? (signal) => shelters(asOf, signal) : null, [q.trim().length > 1, asOf, lang]).value
  const signs = all?.items.filter(({ name }) => name.includes(q.trim())).slice(0, listed) ?? []
  return signs.length ? <ShelterRows {...{ signs, selected, onPick }} /> : null
}
