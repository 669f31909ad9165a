/** Whether a Spanish account number (bank, branch, two check digits, account) is right in itself. */
export function spanishAccount(bban: string): boolean {
  const check = (digits: string) => {
    const weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6]
    const rest = 11 - ([...digits].reduce((sum, d, i) => sum + Number(d) * weights[i]!, 0) % 11)
    return String(rest === 10 ? 1 : rest === 11 ? 0 : rest)
  }
  return bban.slice(8, 10) === check(`00${bban.slice(0, 8)}`) + check(bban.slice(10))
}
