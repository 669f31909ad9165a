import type { Module } from '#core/catalogue.ts'
import { dealWhatChanged, orderWhatChanged } from './change.ts'
import { dealClientFlow, orderClientFlow } from './client-flow.ts'
import { dealCycle } from './cycle.ts'
import { keeper, tidy } from './kept.ts'
import { readNumbers } from './numbers.ts'
import { personCard } from './person-card.ts'
import { dealPortfolio, orderPortfolio } from './portfolio.ts'
import { reportMail } from './report-mail.ts'
import { columns, ready } from './ready.ts'
import { readReport } from './report.ts'
import { reportsByMail } from './send-reports.ts'
import { standardReports } from './standard-reports.ts'
import { competitorVolume, dealVolume, leadVolume, orderVolume } from './volume.ts'

const reading = { deal: 'read', exchangeRate: 'read' } as const

export const analysis: Module = {
  name: 'analysis',
  label: { en: 'Analysis', uk: 'Аналіз' },
  uses: [
    'workspace',
    'parties',
    'catalog',
    'pricing',
    'activities',
    'leads',
    'sales',
    'quoting',
    'orders',
    'mail',
  ],
  entities: [reportMail],
  background: (kolo) => ({
    queues: [reportsByMail(kolo), columns(kolo)],
    consumers: [keeper],
    chores: [tidy(kolo), ready(kolo)],
  }),
  operations: [
    dealVolume,
    orderVolume,
    leadVolume,
    competitorVolume,
    dealCycle,
    readNumbers,
    personCard,
    readReport,
    standardReports,
    orderPortfolio,
    dealPortfolio,
    orderClientFlow,
    dealClientFlow,
    orderWhatChanged,
    dealWhatChanged,
  ],
  pages: [
    {
      path: 'my-numbers',
      label: { en: 'My numbers', uk: 'Мої показники' },
      icon: 'activity',
      needs: { ...reading, deal: 'update' },
    },
    {
      path: 'team-numbers',
      label: { en: 'My team’s numbers', uk: 'Показники команди' },
      icon: 'users-round',
      needs: reading,
    },
    {
      path: 'manager-card',
      label: { en: 'Manager card', uk: 'Картка менеджера' },
      icon: 'user-check',
      needs: { ...reading, user: 'read' },
    },
    {
      path: 'sales-volume',
      label: { en: 'Sales volume', uk: 'Обсяг продажів' },
      icon: 'chart',
      needs: reading,
    },
    {
      path: 'sales-cycle',
      label: { en: 'Sales cycle', uk: 'Цикл продажу' },
      icon: 'timer',
      needs: { deal: 'read', stageChange: 'read' },
    },
    {
      path: 'reports',
      label: { en: 'Reports', uk: 'Звіти' },
      icon: 'chart-line',
      needs: { exchangeRate: 'read' },
    },
    {
      path: 'clients-analysis',
      label: { en: 'Clients and products', uk: 'Клієнти й товари' },
      icon: 'chart-pie',
      needs: { ...reading, account: 'read', product: 'read' },
    },
    {
      path: 'what-changed',
      label: { en: 'What changed', uk: 'Що змінилося' },
      icon: 'arrow-down-up',
      needs: { ...reading, account: 'read', product: 'read' },
    },
    { path: 'refusals', label: { en: 'Refusals', uk: 'Відмови' }, icon: 'circle-x', needs: reading },
  ],
}
