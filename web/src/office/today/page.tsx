import { useOffice } from '../context'

/** What waits for the person who opens it. */
export default function Today() {
  const { t } = useOffice()
  return <h1>{t.rail.today}</h1>
}
