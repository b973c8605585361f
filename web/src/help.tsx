import { useEffect, useRef } from 'preact/hooks'
import { useWords } from './context'

/** The keys, as a dialog. */
export function Help({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">{t.keys}</h2>
      <table>
        <tbody>
          {t.help.map(([keys, what]) => (
            <tr key={keys}>
              <th scope="row">{keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" onClick={() => dialog.current?.close()}>{t.close}</button>
    </dialog>
  )
}
