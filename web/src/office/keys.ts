import { useEffect, useRef } from 'preact/hooks'

/** Acts on keys while nothing is typed into and no dialog is open; "g d" is g, then d within a second. */
export function useKeys(keys: Record<string, () => unknown>): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    let before = { key: '', at: 0 }
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return
      if (target.matches('input:not([type=checkbox]), textarea, select')) {
        if (event.key === 'Escape') target.blur()
        return
      }
      const pair = Date.now() - before.at < 1000 ? latest.current[`${before.key} ${event.key}`] : undefined
      before = { key: event.key, at: Date.now() }
      const act = pair ?? latest.current[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

/** Moves the focus through the rows of the page's table. */
export function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row][tabindex]')]
  const at = rows.findIndex((row) => row === document.activeElement)
  const from = at < 0 ? rows.findIndex((row) => row.getAttribute('aria-current') === 'true') : at
  rows[from < 0 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1)]?.focus()
}
