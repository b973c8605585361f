import { useState } from 'preact/hooks'
import { children, countyCode, type Division, type Meta } from './api'
import { useWords } from './context'
import { useLoad } from './load'
import { Skeleton, Trouble } from './notice'

interface Props {
  meta: Meta
  asOf: string | null
  selected: string | null
  onPick: (division: Division) => void
}

/** The divisions as a tree, for those who have no map. */
export function Browse({ meta, asOf, selected, onPick }: Props) {
  const { t, lang } = useWords()
  const { value: code, problem, retry } = useLoad(() => countyCode(meta), [meta.county, lang])
  return (
    <nav class="browse" aria-label={t.browse}>
      <h2>{t.browse}</h2>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!code && !problem && <Skeleton rows={8} />}
      {code && (
        <>
          <p class="browse-root"><button type="button" class="link strong" onClick={() => onPick({ code, name: meta.county, level: 3 })}>{meta.county}</button></p>
          <Branch code={code} asOf={asOf} selected={selected} onPick={onPick} />
        </>
      )}
    </nav>
  )
}

function Branch({ code, asOf, selected, onPick }: { code: string } & Omit<Props, 'meta'>) {
  const { t, lang } = useWords()
  const { value, problem, retry } = useLoad((signal) => children(code, asOf, signal), [code, asOf, lang])
  if (problem) return <Trouble problem={problem} retry={retry} />
  if (!value) return <Skeleton rows={5} />
  if (value.items.length === 0) return <p class="small">{t.browseEmpty}</p>
  return (
    <ul class="tree">
      {value.items.map((division) => (
        <Twig key={division.code} division={division} asOf={asOf} selected={selected} onPick={onPick} />
      ))}
    </ul>
  )
}

function Twig({ division, asOf, selected, onPick }: { division: Division } & Omit<Props, 'meta'>) {
  const [open, setOpen] = useState(false)
  const leaf = division.level >= 5
  return (
    <li>
      {leaf ? <span class="twist" /> : (
        <button type="button" class="plain twist" aria-expanded={open} aria-label={division.name} onClick={() => setOpen(!open)}>
          {open ? '▾' : '▸'}
        </button>
      )}
      <button type="button" class="twig" data-id={division.id} aria-current={division.id === selected} onClick={() => onPick(division)}>
        {division.name}
      </button>
      {open && <Branch code={division.code} asOf={asOf} selected={selected} onPick={onPick} />}
    </li>
  )
}
