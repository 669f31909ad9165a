import { lazyRouteComponent, type AsyncRouteComponent } from '@tanstack/react-router'
import { farTexts } from './i18n.ts'

type Screen = AsyncRouteComponent<object>

/** A screen and the texts that do not come with the first one. */
export const far = <M, K extends keyof M & string>(load: () => Promise<M>, name: K) =>
  lazyRouteComponent(
    async () => (await Promise.all([load(), farTexts()]))[0] as never,
    name as never,
  ) as Screen

/** Screens made by hand, by their addresses; the server's modules say who sees them in the navigation. */
export const pages: Record<string, Screen> = {
  'my-day': far(() => import('./screens/my-day/my-day-screen.tsx'), 'MyDayScreen'),
  calendar: far(() => import('./screens/calendar/calendar-screen.tsx'), 'CalendarScreen'),
  configure: far(() => import('./screens/configurator/configure-screen.tsx'), 'ConfigureScreen'),
  'lead-distribution': far(() => import('./screens/leads/distribution-screen.tsx'), 'DistributionScreen'),
  'department-requests': far(() => import('./screens/requests/requests-screen.tsx'), 'RequestsScreen'),
  debts: far(() => import('./screens/selling/debts-screen.tsx'), 'DebtsScreen'),
  reminders: far(() => import('./screens/selling/reminders-screen.tsx'), 'RemindersScreen'),
  duplicates: far(() => import('./screens/duplicates/duplicates-screen.tsx'), 'DuplicatesScreen'),
  forecast: far(() => import('./screens/forecast/forecast-screen.tsx'), 'ForecastScreen'),
  commissions: far(() => import('./screens/forecast/commissions-screen.tsx'), 'CommissionsScreen'),
  assignment: far(() => import('./screens/segments/assignment-screen.tsx'), 'AssignmentScreen'),
  'data-quality': far(() => import('./screens/segments/quality-screen.tsx'), 'QualityScreen'),
  mail: far(() => import('./screens/mail/mail-screen.tsx'), 'MailScreen'),
  mailboxes: far(() => import('./screens/mail/mailboxes-screen.tsx'), 'MailboxesScreen'),
  'price-editor': far(() => import('./screens/pricing/price-editor-screen.tsx'), 'PriceEditorScreen'),
  'exchange-rates': far(() => import('./screens/pricing/rates-screen.tsx'), 'RatesScreen'),
  'to-approve': far(() => import('./screens/pricing/approvals-screen.tsx'), 'ApprovalsScreen'),
  'my-numbers': far(() => import('./screens/analysis/numbers-screen.tsx'), 'MyNumbersScreen'),
  'team-numbers': far(() => import('./screens/analysis/numbers-screen.tsx'), 'TeamNumbersScreen'),
  'manager-card': far(() => import('./screens/analysis/person-screen.tsx'), 'PersonScreen'),
  'sales-volume': far(() => import('./screens/analysis/volume-screen.tsx'), 'VolumeScreen'),
  'sales-cycle': far(() => import('./screens/analysis/cycle-screen.tsx'), 'CycleScreen'),
  reports: far(() => import('./screens/analysis/reports-screen.tsx'), 'ReportsScreen'),
  'clients-analysis': far(() => import('./screens/analysis/clients-screen.tsx'), 'ClientsScreen'),
  'what-changed': far(() => import('./screens/analysis/what-changed-screen.tsx'), 'WhatChangedScreen'),
  refusals: far(() => import('./screens/analysis/refusals-screen.tsx'), 'RefusalsScreen'),
}
