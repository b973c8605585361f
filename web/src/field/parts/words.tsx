import { fourWords } from '../protocol/words'
import { t } from '../words'

/** The four words of a sheet's digest, to be compared by voice. */
export function Words({ digest }: { digest: string }) {
  return (
    <section>
      <p class="quiet">{t.sign.wordsHint}</p>
      <ol class="words4" aria-label={t.sign.words}>{fourWords(digest).map((word, i) => <li key={i}>{word}</li>)}</ol>
    </section>
  )
}
