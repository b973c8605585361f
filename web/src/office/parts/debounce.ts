import { useEffect, useRef, useState } from 'preact/hooks'

/** Text as typed, and told onward once the typing rests; what comes from outside replaces it. */
export function useTyped(value: string, tell: (value: string) => void, rest = 300): [string, (text: string) => void] {
  const [text, setText] = useState(value)
  const timer = useRef(0)
  useEffect(() => { setText(value) }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  return [text, (next) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => tell(next), rest)
  }]
}
