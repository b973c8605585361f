import { textDiff, type FieldChange } from '../diff'
import { useOffice } from '../context'

/** Before and after in one line: what went is struck out, what came is underlined. */
export function TextDiff({ before, after }: { before: string; after: string }) {
  return (
    <span class="diff-text">
      {textDiff(before, after).map((piece, i) =>
        piece.in === 'both' ? <span key={i}>{piece.text}</span>
          : piece.in === 'before' ? <del key={i}>{piece.text}</del> : <ins key={i}>{piece.text}</ins>)}
    </span>
  )
}

/** The fields that changed, each before and after. */
export function DiffView({ changes, word }: { changes: readonly FieldChange[]; word?: (key: string) => string }) {
  const { t } = useOffice()
  if (!changes.length) return <p class="small">{t.noDifference}</p>
  return (
    <table class="diff">
      <thead><tr><th scope="col">{t.field}</th><th scope="col">{t.before}</th><th scope="col">{t.after}</th></tr></thead>
      <tbody>
        {changes.map(({ key, before, after }) => (
          <tr key={key}>
            <th scope="row">{word?.(key) ?? key}</th>
            <td>{before ? <span class="diff-text">{textDiff(before, after).map((piece, i) => piece.in === 'after' ? null
              : piece.in === 'before' ? <del key={i}>{piece.text}</del> : <span key={i}>{piece.text}</span>)}</span> : <span class="small">{t.blank}</span>}</td>
            <td>{after ? <span class="diff-text">{textDiff(before, after).map((piece, i) => piece.in === 'before' ? null
              : piece.in === 'after' ? <ins key={i}>{piece.text}</ins> : <span key={i}>{piece.text}</span>)}</span> : <span class="small">{t.blank}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
