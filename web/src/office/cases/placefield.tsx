import { useEffect, useState } from 'preact/hooks'
import { place } from '../../api'
import { useLoad } from '../../load'
import { read } from '../http'
import { Button } from '../parts/button'
import { TextField } from '../parts/field'
import type { Words } from './words'

interface Found { id: string; name: string; class_name: string; division_name: string; state: string }

/** A place of the register, found while its name is typed. */
export function PlaceField({ w, value, onPick }: { w: Words; value: string; onPick: (id: string, name: string) => void }) {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const soon = setTimeout(() => setAsked(text.trim()), 250)
    return () => clearTimeout(soon)
  }, [text])
  const { value: found } = useLoad(asked && !value ? (signal) => read<{ items: Found[] }>(`/v1/register?limit=8&q=${encodeURIComponent(asked)}`, signal) : null, [asked, value])
  const chosen = useLoad(value ? (signal) => place(value, null, signal) : null, [value])
  if (value) {
    return (
      <div class="field field-wide">
        <p class="legend">{w.place}</p>
        <p><b>{chosen.value?.name ?? value}</b> <span class="small">{chosen.value && [chosen.value.class_name, chosen.value.divisions.map((d) => d.name).join('')].filter(Boolean).join(' · ')}</span> <Button small onClick={() => { setText(''); onPick('', '') }}>{w.placeOther}</Button></p>
      </div>
    )
  }
  const down = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const box = event.currentTarget as HTMLElement
    const all = [...box.querySelectorAll<HTMLElement>('input, .place-found button')]
    const next = all[all.indexOf(document.activeElement as HTMLElement) + (event.key === 'ArrowDown' ? 1 : -1)]
    if (next) { event.preventDefault(); next.focus() }
  }
  return (
    <div class="field-wide" onKeyDown={down}>
      <TextField label={w.place} hint={w.placeHint} type="search" autocomplete="off" value={text} onInput={setText} wide />
      {found && !found.items.length && <p class="hint" role="status">{w.placeNone}</p>}
      {found && found.items.length > 0 && (
        <ul class="place-found" aria-label={w.placeList}>{found.items.filter((one) => one.state === 'current').map((one) => (
          <li key={one.id}><button type="button" class="link" onClick={() => onPick(one.id, one.name)}><b>{one.name}</b></button> <span class="small">{one.class_name} · {one.division_name}</span></li>
        ))}</ul>
      )}
    </div>
  )
}
