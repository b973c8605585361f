import type { PageProps } from '../../pages'
import { CheckPage } from './check'
import { LineList } from './list'
import './lines.css'
import { LinePage } from './one'

/** /office/boundary/lines is the list, …/check the check of all areas and lines, …/<id> one line. */
export default function Lines({ rest, param }: PageProps) {
  const [id] = rest
  if (id === 'check') return <CheckPage param={param} />
  return id ? <LinePage key={id} id={id} param={param} /> : <LineList param={param} />
}
