import { useState } from 'preact/hooks'
import { useLoad } from '../../load'
import { Skeleton, Trouble } from '../../notice'
import { useOffice } from '../context'
import { read } from '../http'
import type { PageProps } from '../pages'
import { Link } from '../parts/link'
import { Badge, Empty } from '../parts/notice'
import { href } from '../route'
import { Comments, type PublicNotice } from './comments'
import { noticeWords } from './words'

/** Public notices with the comments that wait to be read and answered. */
export default function Notices({ rest }: PageProps) {
  const { lang } = useOffice()
  const w = noticeWords(lang)
  const [turn, setTurn] = useState(0)
  const { value, problem, retry } = useLoad((signal) => read<{ items: PublicNotice[] }>('/v1/notices', signal), [lang, turn])
  const one = value?.items.find((notice) => notice.id === rest[0])
  return (
    <>
      <div class="page-head"><h1>{w.title}</h1></div>
      {problem && <Trouble problem={problem} retry={retry} />}
      {!value && !problem && <Skeleton rows={6} />}
      {value && !value.items.length && <Empty title={w.none}><p>{w.noneHint}</p></Empty>}
      {value && one ? <One notice={one} changed={() => setTurn(turn + 1)} /> : (
        <ul>{value?.items.map((notice) => (
          <li key={notice.id}><p><Link to={href('notices', [notice.id])}>{notice.title}</Link> <Badge kind={notice.closed_on ? 'plain' : notice.unanswered ? 'warn' : 'plain'}>{notice.closed_on ? w.closed : w.open}</Badge><br />
            {notice.case_number} · {w.to} {notice.to} · {w.comments(notice.comments, notice.unanswered)}</p></li>
        ))}</ul>
      )}
    </>
  )
}

function One({ notice, changed }: { notice: PublicNotice; changed: () => void }) {
  const { lang } = useOffice()
  const w = noticeWords(lang)
  return (
    <section>
      <p class="screen"><Link to={href('notices')}>{w.back}</Link></p>
      <h2>{notice.title}</h2>
      <p><Link to={href('cases', [notice.case])}>{notice.case_number}</Link> · {w.to} {notice.to} · <a href={`/notices/${notice.id}`}>{w.page}</a></p>
      <Comments notice={notice} changed={changed} />
    </section>
  )
}
