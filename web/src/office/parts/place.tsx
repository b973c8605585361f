import { useState } from 'preact/hooks'
import { query } from '../../http'
import { useLoad } from '../../load'
import { Trouble } from '../../notice'
import { useOffice } from '../context'
import { read } from '../http'
import { Button } from './button'
import { useTyped } from './debounce'
import { TextField } from './field'

export interface Picked { id: string; name: string; class: string; class_name: string; division?: string; division_name?: string }

interface Props { label: string; hint?: string; error?: string; value: Picked | null; onPick: (place: Picked | null) => void }

/** A place of the register, found by a part of its name. */
export function PlaceField({ label, hint, error, value, onPick }: Props) {
  const { lang, t } = useOffice()
  const [q, setQ] = useState('')
  const [typed, setTyped] = useTyped(q, (text) => setQ(text.trim()), 250)
  const found = useLoad(q && !value ? (signal) => read<{ items: Picked[] }>('/v1/register' + query({ q, limit: 8 }), signal) : null, [q, lang, !value])
  if (value) {
    return (
      <div class="field field-wide">
        <span class="legend">{label}</span>
        <p class="row-of"><strong>{value.name}</strong> <span class="small">{value.class_name} · {value.division_name}</span> <Button small onClick={() => onPick(null)}>{t.placeOther}</Button></p>
      </div>
    )
  }
  return (
    <div class="field-wide">
      <TextField label={label} hint={hint ?? t.placeHint} error={error} type="search" value={typed} autocomplete="off" onInput={setTyped} />
      {found.problem && <Trouble problem={found.problem} retry={found.retry} />}
      <p class="small" role="status">{found.value && (found.value.items.length ? t.placeFound(found.value.items.length) : t.placeNone)}</p>
      {found.value && found.value.items.length > 0 && (
        <ul class="choices">{found.value.items.map((place) => (
          <li key={place.id}><button type="button" class="choice" onClick={() => onPick(place)}><strong>{place.name}</strong> <span class="small">{place.class_name} · {place.division_name}</span></button></li>
        ))}</ul>
      )}
    </div>
  )
}
