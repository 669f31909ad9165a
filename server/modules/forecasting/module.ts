import type { Module } from '#core/catalogue.ts'
import { forecastAccuracy } from './accuracy.ts'
import { readAttainment } from './attainment.ts'
import { closeStatements, readStatement, readStatements } from './commission-month.ts'
import { commissionPlan, commissionStatement, createPlan, updatePlan } from './commission-plan.ts'
import { freezing } from './freeze.ts'
import { forecastOverride, overrideForecast } from './override.ts'
import { createQuota, quota, updateQuota } from './quota.ts'
import { forecastByProduct, readForecast } from './read-forecast.ts'
import { expectForecast, tryForecast } from './statistics.ts'
import { forecastSnapshot } from './snapshot.ts'
import { changeFindings, forecastChanges } from './waterfall.ts'

export const forecasting: Module = {
  name: 'forecasting',
  label: { en: 'Forecast and quotas', uk: 'Прогноз і плани' },
  area: 'analysis',
  aside: ['quota', 'commissionPlan', 'commissionStatement'],
  uses: ['workspace', 'catalog', 'pricing', 'sales', 'orders', 'analysis'],
  entities: [quota, forecastSnapshot, forecastOverride, commissionPlan, commissionStatement],
  operations: [
    createQuota,
    updateQuota,
    readAttainment,
    readForecast,
    forecastByProduct,
    overrideForecast,
    forecastChanges,
    forecastAccuracy,
    expectForecast,
    tryForecast,
    createPlan,
    updatePlan,
    readStatement,
    readStatements,
    closeStatements,
  ],
  finds: changeFindings,
  pages: [
    {
      path: 'forecast',
      label: { en: 'Forecast', uk: 'Прогноз' },
      icon: 'trending-up',
      needs: { deal: 'read', forecastSnapshot: 'read' },
    },
    {
      path: 'commissions',
      label: { en: 'Commissions', uk: 'Винагорода' },
      icon: 'hand-coins',
      needs: { commissionStatement: 'read' },
    },
  ],
  background: (kolo) => ({ queues: [freezing(kolo)] }),
}
