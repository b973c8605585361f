interface Props {
  legend: string
  choices: [value: string, label: string][]
  value: string // several are joined by commas
  many?: boolean
  onPick: (value: string) => void
}

/** Answers to tap; tapped again they go away. */
export function Chips({ legend, choices, value, many, onPick }: Props) {
  const picked = value ? value.split(',') : []
  const tap = (one: string) => {
    const on = picked.includes(one)
    if (!many) return onPick(on ? '' : one)
    onPick(choices.map(([each]) => each).filter((each) => (each === one ? !on : picked.includes(each))).join(','))
  }
  return (
    <fieldset class="chips">
      <legend>{legend}</legend>
      {choices.map(([one, label]) => (
        <button type="button" class="chip" key={one} aria-pressed={picked.includes(one)} onClick={() => tap(one)}>{label}</button>
      ))}
    </fieldset>
  )
}
