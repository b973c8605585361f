// Puts what is new on a page in the stead of what it was, and leaves alone what is the same: where one reads and what one is about to press stays.

/** Of two lists, how many at the beginning and at the end are the same. */
export function same(before: readonly string[], after: readonly string[]): { first: number; last: number } {
  const most = Math.min(before.length, after.length)
  let first = 0
  while (first < most && before[first] === after[first]) first++
  let last = 0
  while (last < most - first && before[before.length - 1 - last] === after[after.length - 1 - last]) last++
  return { first, last }
}

/** Takes over the parts of another main; parts with data-live are the script's own and stay. Whether anything was new. */
export function renew(main: Element, next: Element): boolean {
  const old = Array.from(main.children).filter((part) => !part.hasAttribute('data-live'))
  const now = Array.from(next.children)
  const html = (parts: Element[]) => parts.map((part) => part.outerHTML)
  const { first, last } = same(html(old), html(now))
  const out = old.slice(first, old.length - last)
  const into = now.slice(first, now.length - last)
  if (!out.length && !into.length) return false
  const staying = old.filter((part) => out.indexOf(part) < 0)
  steady(staying, () => focused(main, () => {
    const before = old[old.length - last] || null
    for (const part of into) main.insertBefore(document.importNode(part, true), before)
    for (const part of out) main.removeChild(part)
  }))
  return true
}

/** Does something to the page while the first part that is seen and stays keeps its place on the screen. */
function steady(staying: Element[], change: () => void): void {
  const held = staying.filter((part) => part.getBoundingClientRect().bottom > 0)[0]
  const top = held?.getBoundingClientRect().top ?? 0
  change()
  if (held && scrollY) scrollBy(0, held.getBoundingClientRect().top - top)
}

/** Does something to the page and gives the focus back to what is then the same link or button. */
function focused(main: Element, change: () => void): void {
  const link = main.contains(document.activeElement) ? document.activeElement as HTMLElement : null
  change()
  if (!link || document.activeElement === link) return
  const again = Array.from(main.querySelectorAll<HTMLElement>('a,button')).filter((one) => one.outerHTML === link.outerHTML || one.getAttribute('href') === link.getAttribute('href') && one.hasAttribute('href'))[0]
  again?.focus({ preventScroll: true })
}
