import { todayOf, type Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Locale } from '#core/text.ts'
import { nextStepsOfAll } from '#modules/activities/index.ts'
import type { Auth } from '#doors/auth/index.ts'
import {
  analyse,
  loadDealParts,
  loadForecasts,
  loadLeads,
  loadStageHistory,
  loadCompany,
  makeCompany,
  tellOfSample,
  type LoadedSignIn,
  type Progress,
} from './sample/index.ts'

/** Puts the sample company into an empty workspace; its dozen sign-ins share one password. */
export async function loadSample(
  kolo: Kolo,
  auth: Auth,
  by: Actor,
  password: string,
  locale: Locale,
  onProgress?: Progress,
): Promise<LoadedSignIn[]> {
  const company = makeCompany({ today: todayOf(by), locale })
  const { signIns } = await loadCompany(kolo, by, company, onProgress)
  await loadStageHistory(kolo)
  await loadDealParts(kolo, locale)
  await loadLeads(kolo, by, locale)
  await loadForecasts(kolo, by, locale)
  // As they would be if the server had been running.
  await kolo.db.system((tx) => nextStepsOfAll(tx, kolo))
  await tellOfSample(kolo)
  // Some clients stand there twice: they are found as soon as the server runs.
  for (const entity of ['account', 'contact', 'lead']) await kolo.call(by, 'duplicate.scan', { entity })
  await analyse(kolo)
  for (const one of signIns) await auth.setPassword(one.id, password)
  return signIns
}
