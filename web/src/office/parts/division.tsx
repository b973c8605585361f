import { useState } from 'preact/hooks'
import type { Division } from '../../api'
import { read } from '../http'
import { Browse } from '../../browse'
import { useLoad } from '../../load'
import { useOffice, useSession } from '../context'
import { Dialog } from './dialog'
import { Field } from './field'
import { Button } from './button'

interface Props {
  label: string
  whole: string // what no division stands for
  value: string // a code; '' is the whole
  onPick: (division: Division | null) => void
}

/** A division chosen from the tree. */
export function DivisionField({ label, whole, value, onPick }: Props) {
  const { t } = useOffice()
  const { meta } = useSession()
  const [open, setOpen] = useState(false)
  const known = useLoad(value ? (signal) => read<{ name: string }>('/v1/divisions/' + encodeURIComponent(value), signal) : null, [value])
  const pick = (division: Division | null) => { setOpen(false); onPick(division) }
  return (
    <Field label={label}>
      {(given) => (
        <>
          <button {...given} type="button" class="control pick" onClick={() => setOpen(true)}>{value ? known.value?.name ?? value : whole}</button>
          {open && (
            <Dialog title={label} onClose={() => setOpen(false)}>
              <p><Button small onClick={() => pick(null)}>{whole}</Button></p>
              <div class="picker"><Browse meta={meta} asOf={null} selected={null} onPick={pick} /></div>
              <div class="dialog-foot"><Button onClick={() => setOpen(false)}>{t.cancel}</Button></div>
            </Dialog>
          )}
        </>
      )}
    </Field>
  )
}
