import qrcode from 'qrcode-generator'
import { useMemo } from 'preact/hooks'

/** A code for another phone's camera: black on white, with its margin. */
export function QR({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => {
    const code = qrcode(0, 'L')
    code.addData(text, 'Byte')
    code.make()
    const size = code.getModuleCount()
    let path = ''
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (code.isDark(y, x)) path += `M${x + 4} ${y + 4}h1v1h-1z`
    return { path, size: size + 8 }
  }, [text])
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" /><path d={path} fill="#000" />
    </svg>
  )
}
