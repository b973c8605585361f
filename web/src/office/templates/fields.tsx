import { useOffice } from '../context'
import { Badge } from '../parts/notice'
import { Table } from '../parts/table'
import type { Placeholder } from './api'
import { templateWords } from './words'

/** The names that a template may use, by where they may stand. */
export function Fields({ all }: { all: readonly Placeholder[] }) {
  const { lang } = useOffice()
  const w = templateWords(lang)
  const lists = ['', ...new Set(all.map((one) => one.list ?? '').filter(Boolean))]
  return (
    <section class="section">
      <h2>{w.fields}</h2>
      <p class="hint">{w.fieldsHint}</p>
      {lists.map((list) => (
        <div key={list} class="template-fields">
          <h3>{list ? w.lists[list] ?? list : w.letter}</h3>
          <Table name="template-fields" label={list ? w.lists[list] ?? list : w.letter} rows={all.filter((one) => (one.list ?? '') === list)} id={(one) => list + one.name} columns={[
            { key: 'name', head: w.field, always: true, cell: (one: Placeholder) => <code class="mono">{`{{.${one.name}}}`}</code> },
            { key: 'meaning', head: w.meaning, always: true, wrap: true, cell: (one: Placeholder) => <>{one.meaning} {one.required && <Badge kind="warn">{w.must}</Badge>}</> },
            { key: 'sample', head: w.example, always: true, wrap: true, cell: (one: Placeholder) => <span class="small">{one.sample}</span> },
          ]} />
        </div>
      ))}
    </section>
  )
}
