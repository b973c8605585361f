import type { PageProps } from '../pages'
import { RegisterList } from './list'
import { PlacePage } from './place'

/** /office/register is the list, /office/register/<id> one place. */
export default function Register({ rest, param }: PageProps) {
  return rest[0] ? <PlacePage key={rest[0]} id={rest[0]} param={param} /> : <RegisterList param={param} />
}
