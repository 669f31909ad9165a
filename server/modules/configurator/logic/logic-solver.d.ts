declare module 'logic-solver' {
  /** Opaque: a boolean formula, or a variable's name. */
  type Formula = string | { readonly formula: unique symbol }
  class Bits {
    constructor(bits: Formula[])
    bits: Formula[]
  }
  type Solution = {
    getTrueVars(): string[]
    evaluate(of: Formula): boolean
    evaluate(of: Bits): number
    ignoreUnknownVariables(): void
  }
  class Solver {
    require(...of: Formula[]): void
    solve(): Solution | null
    solveAssuming(of: Formula): Solution | null
    minimizeWeightedSum(from: Solution, of: Formula[], weights: number[]): Solution
  }
  const Logic: {
    Solver: typeof Solver
    Bits: typeof Bits
    TRUE: Formula
    FALSE: Formula
    not(of: Formula): Formula
    or(...of: Formula[]): Formula
    and(...of: Formula[]): Formula
    implies(a: Formula, b: Formula): Formula
    equiv(a: Formula, b: Formula): Formula
    exactlyOne(...of: Formula[]): Formula
    variableBits(name: string, size: number): Bits
    constantBits(n: number): Bits
    lessThanOrEqual(a: Bits, b: Bits): Formula
    weightedSum(of: Formula[], weights: number[]): Bits
    disablingAssertions<T>(run: () => T): T
  }
  export default Logic
  export type { Formula, Bits, Solution, Solver }
}
