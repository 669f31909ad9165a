import { Decimal } from 'decimal.js'

/** Money's arithmetic: halves away from zero, forty digits in between. */
export const D = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP })
export type D = Decimal
