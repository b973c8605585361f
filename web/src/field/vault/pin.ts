// What may be a PIN.

/** Why a PIN will not do; null where it will. */
export function weakness(pin: string): 'short' | 'digits' | 'plain' | null {
  if (!/^\d*$/.test(pin)) return 'digits'
  if (pin.length < 6) return 'short'
  const steps = new Set(Array.from(pin.slice(1), (digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10))
  return steps.size === 1 && [0, 1, 9].includes([...steps][0]!) ? 'plain' : null
}
