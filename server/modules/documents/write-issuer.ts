import { create, update } from '#core/stock.ts'
import { withIdentifiers } from '#modules/parties/index.ts'
import { issuer } from './issuer.ts'

export const createIssuer = create(issuer, withIdentifiers)
export const updateIssuer = update(issuer, withIdentifiers)
