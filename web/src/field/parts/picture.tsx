import { useEffect, useState } from 'preact/hooks'
import type { Where } from '../vault/db'
import { useField } from './context'

/** Sealed bytes as an address that the page can show, for as long as it is shown; null while, or where, there are none. */
export function useBlob(where: Where, key: string | null, type: string): string | null {
  const field = useField()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let gone = false
    if (key) {
      void field.vault.bytes(where, key).then((bytes) => {
        if (gone || !bytes?.length) return
        made = URL.createObjectURL(new Blob([bytes], { type }))
        setUrl(made)
      })
    }
    return () => { gone = true; setUrl(null); if (made) URL.revokeObjectURL(made) }
  }, [where, key])
  return url
}

export function Picture({ where, id, type, alt }: { where: Where; id: string; type: string; alt: string }) {
  const url = useBlob(where, id, type)
  return url ? <img class="picture" src={url} alt={alt} /> : <div class="picture empty">{alt}</div>
}
