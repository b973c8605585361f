import type { PageProps } from '../../pages'
import { ContractForm } from './contractform'
import { ContractView } from './contract'
import { MatterForm } from './matterform'
import { MatterView } from './matter'
import { Overview } from './overview'
import { PatrolForm } from './patrolform'
import { ReportForm } from './reportform'
import './upkeep.css'

/** /office/boundary/upkeep: what is to be done, and the records; …/contracts/<id>, …/contracts/<id>/patrol, …/report, …/matters/<id>, each with …/new. */
export default function Upkeep({ rest, param }: PageProps) {
  const [what, id, more] = rest
  if (what === 'contracts' && id === 'new') return <ContractForm param={param} />
  if (what === 'contracts' && id && more === 'patrol') return <PatrolForm key={id} id={id} />
  if (what === 'contracts' && id) return <ContractView key={id} id={id} />
  if (what === 'report') return <ReportForm param={param} />
  if (what === 'matters' && id === 'new') return <MatterForm param={param} />
  if (what === 'matters' && id) return <MatterView key={id} id={id} />
  return <Overview param={param} />
}
