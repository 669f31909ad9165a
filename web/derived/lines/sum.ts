type Money = { amount: string; currency: string }

const scaled = (amount: string): bigint => {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? []
  if (whole === undefined) return 0n
  const value = BigInt(whole + part.slice(0, 4).padEnd(4, '0'))
  return sign ? -value : value
}

/** Amounts added up by currency, no digit lost; in the order in which currencies first stand. */
export function sumOf(amounts: readonly (Money | null | undefined)[]): Money[] {
  const sums = new Map<string, bigint>()
  for (const m of amounts) if (m) sums.set(m.currency, (sums.get(m.currency) ?? 0n) + scaled(m.amount))
  return [...sums].map(([currency, sum]) => {
    const digits = String(sum < 0n ? -sum : sum).padStart(5, '0')
    return { amount: `${sum < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`, currency }
  })
}
