import type { Text } from '#core/text.ts'
import { steps, type Step } from './period.ts'
import type { Dimension } from './subject.ts'

const by = (path: string, en: string, uk: string): Dimension => ({ path, label: { en, uk } })
const stepLabels: Record<Step, Text> = {
  month: { en: 'Month', uk: 'Місяць' },
  quarter: { en: 'Quarter', uk: 'Квартал' },
  year: { en: 'Year', uk: 'Рік' },
}
const periods = (path: string) =>
  Object.fromEntries(steps.map((step) => [step, { path, step, label: stepLabels[step] }]))

const ofClient = (account: string) => ({
  account: by(account, 'Client', 'Клієнт'),
  region: by(`${account}.region`, 'Region', 'Регіон'),
  industry: by(`${account}.industry`, 'Industry', 'Галузь'),
  clientGroup: by(`${account}.group`, 'Client group', 'Група клієнтів'),
})
const ofProduct = {
  product: by('product', 'Product', 'Товар'),
  productGroup: by('product.group', 'Product group', 'Група товарів'),
}

export const dealDimensions: Record<string, Dimension> = {
  owner: by('owner', 'Manager', 'Менеджер'),
  team: by('team', 'Department', 'Відділ'),
  ...ofProduct,
  ...ofClient('account'),
  channel: by('channel', 'Sales channel', 'Канал збуту'),
  source: by('source', 'Source', 'Джерело'),
  pipeline: by('pipeline', 'Pipeline', 'Воронка'),
  lossReason: by('lossReason', 'Refusal reason', 'Причина відмови'),
  lostFrom: by('lostFrom', 'Lost at the stage', 'Програно на етапі'),
  competitor: by('lostTo', 'Lost to', 'Кому програно'),
  ...periods('closeDate'),
}

export const orderDimensions: Record<string, Dimension> = {
  owner: by('order.owner', 'Manager', 'Менеджер'),
  team: by('order.team', 'Department', 'Відділ'),
  ...ofProduct,
  ...ofClient('order.account'),
  channel: by('order.channel', 'Sales channel', 'Канал збуту'),
  source: by('order.deal.source', 'Source', 'Джерело'),
  pipeline: by('order.deal.pipeline', 'Pipeline', 'Воронка'),
  ...periods('order.date'),
}

export const leadDimensions: Record<string, Dimension> = {
  owner: by('owner', 'Manager', 'Менеджер'),
  team: by('team', 'Department', 'Відділ'),
  channel: by('channel', 'Sales channel', 'Канал збуту'),
  source: by('source', 'Source', 'Джерело'),
  campaign: by('campaign', 'Campaign', 'Кампанія'),
  product: by('product', 'Product', 'Товар'),
  region: by('region', 'Region', 'Регіон'),
  industry: by('industry', 'Industry', 'Галузь'),
  ...periods('createdAt'),
}

export const competitorDimensions: Record<string, Dimension> = {
  competitor: by('competitor', 'Competitor', 'Конкурент'),
  owner: by('deal.owner', 'Manager', 'Менеджер'),
  team: by('deal.team', 'Department', 'Відділ'),
  product: by('deal.product', 'Product', 'Товар'),
  productGroup: by('deal.product.group', 'Product group', 'Група товарів'),
  ...ofClient('deal.account'),
  channel: by('deal.channel', 'Sales channel', 'Канал збуту'),
  lossReason: by('deal.lossReason', 'Refusal reason', 'Причина відмови'),
  ...periods('deal.closeDate'),
}
