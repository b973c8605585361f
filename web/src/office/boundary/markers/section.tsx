import type { PageProps } from '../../pages'
import { MarkerForm } from './form'
import { MarkerList } from './list'
import './markers.css'
import { MarkerPage } from './one'

/** /office/boundary/markers is the list, …/new a new one, …/<id> one marker, …/<id>/edit its correction. */
export default function Markers({ rest, param }: PageProps) {
  const [id, more] = rest
  if (id === 'new') return <MarkerForm param={param} />
  if (id && more === 'edit') return <MarkerForm key={id} id={id} param={param} />
  return id ? <MarkerPage key={id} id={id} /> : <MarkerList param={param} />
}
