import { useState } from 'preact/hooks'
import { today } from '../../../clock'
import type { Problem } from '../../../http'
import { asProblem } from '../../../load'
import { useOffice, useSession } from '../../context'
import { newKey } from '../../http'
import { Ask, Refusal } from '../../parts/ask'
import { Button } from '../../parts/button'
import { Field } from '../../parts/field'
import { Link } from '../../parts/link'
import { Badge } from '../../parts/notice'
import { href } from '../../route'
import { addFile, fileAddress, removeFile, type Contract, type FileOf } from './api'
import { upkeepWords } from './words'

export const path = (...rest: string[]) => href('boundary', ['upkeep', ...rest])

/** The way back to the page of upkeep. */
export function Back() {
  const { lang } = useOffice()
  return <p class="screen field-wide"><Link to={path()}>← {upkeepWords(lang).back}</Link></p>
}

/** How a contract runs today, in a word. */
export function Running({ of }: { of: Contract }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  if (of.ended_on && of.ended_on < today()) return <Badge>{w.ended}</Badge>
  if (of.to_on < today()) return <Badge>{w.over}</Badge>
  return of.from_on > today() ? <Badge>{w.coming}</Badge> : <Badge kind="good">{w.running}</Badge>
}

export const keeperOf = (c: Contract) => c.village_name || c.keeper.name
export const stretchOf = (c: Contract, whole: string) => (c.stretch_from ? `${c.stretch_from} — ${c.stretch_to}` : whole)

/** Files of a record: those that are there, and one more. */
export function Files({ of, files, mayAdd, mayRemove, onChanged }: { of: Record<string, string>; files: readonly FileOf[]; mayAdd: boolean; mayRemove: boolean; onChanged: () => void }) {
  const { lang } = useOffice()
  const { say } = useSession()
  const w = upkeepWords(lang)
  const [sent, setSent] = useState({ key: newKey(), n: 0 })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [removing, setRemoving] = useState<FileOf | null>(null)
  const bring = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    setProblem(null)
    try {
      await addFile(of, file, sent.key)
      onChanged()
    } catch (err) { setProblem(asProblem(err)) }
    setSent({ key: newKey(), n: sent.n + 1 })
    setBusy(false)
  }
  return (
    <>
      {files.length ? <FileList files={files} onRemove={mayRemove ? setRemoving : undefined} /> : <p class="hint">{w.noFiles}</p>}
      {mayAdd && <div class="screen"><Field label={w.addFile} hint={w.fileHint}>{(given) => <input key={sent.n} {...given} type="file" disabled={busy} onChange={(event) => void bring(event.currentTarget.files?.[0])} />}</Field></div>}
      {problem && <Refusal problem={problem} />}
      {removing && <Ask title={w.remove} verb={w.remove} danger hint={w.removeHint} onClose={() => setRemoving(null)} run={(reason, key) => removeFile(removing.id, reason, key)} onDone={() => { setRemoving(null); say(w.saved); onChanged() }} />}
    </>
  )
}

/** Pictures as pictures, the others by name. */
export function FileList({ files, onRemove }: { files: readonly FileOf[]; onRemove?: (file: FileOf) => void }) {
  const { lang } = useOffice()
  const w = upkeepWords(lang)
  const pictures = files.filter(({ media_type }) => /^image\/(jpeg|png)$/.test(media_type))
  const others = files.filter((file) => !pictures.includes(file))
  const remove = (file: FileOf) => onRemove && <Button small class="screen" onClick={() => onRemove(file)}>{w.remove}</Button>
  return (
    <>
      {pictures.length > 0 && <ul class="upkeep-photos">{pictures.map((file) => <li key={file.id}><a href={fileAddress(file)} target="_blank" rel="noreferrer"><img src={fileAddress(file)} alt={file.title || file.name} loading="lazy" /></a>{remove(file)}</li>)}</ul>}
      {others.length > 0 && <ul>{others.map((file) => <li key={file.id}><a href={fileAddress(file)} target="_blank" rel="noreferrer">{file.title || file.name}</a> {remove(file)}</li>)}</ul>}
    </>
  )
}
