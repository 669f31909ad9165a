/** The sample company, made by code: always the same for the same day and language. */
export { makeCompany, type Company } from './company.ts'
export { analyse, loadCompany, type LoadedSignIn, type Progress } from './load.ts'
export { loadStageHistory } from './stage-history.ts'
export { loadDealParts } from './deal-parts.ts'
export { loadForecasts } from './forecasts.ts'
export { loadLeads } from './leads.ts'
export { tellOfSample } from './told.ts'
