import { useOffice } from '../context'
import type { PageProps } from '../pages'
import './import.css'
import { Job } from './job'
import { Start } from './start'

/** Files brought into the register: the list with a place to drop one, or one import. */
export default function Import({ rest: [id], param }: PageProps) {
  const { lang } = useOffice()
  return id ? <Job key={id + lang} id={id} step={param.get('step')} /> : <Start />
}
