import { entity } from '#core/entity.ts'
import { boolean, choice, money, number, percent, ref, text } from '#core/kinds/index.ts'
import { floorKinds, outcomes } from './choices.ts'

/** How low a price may go. Of each kind the rule that says most exactly what it is about holds; of the kinds, the
 * highest floor. Shown to managers only: with the floor it would tell the cost. */
export const floorRule = entity('floorRule', {
  label: {
    en: 'Floor rule',
    uk: 'Правило нижньої ціни',
    many: { en: 'Floor rules', uk: 'Правила нижньої ціни' },
  },
  icon: 'shield-check',
  title: 'kind',
  fields: {
    kind: choice({ required: true, options: floorKinds, label: { en: 'Rule', uk: 'Правило' } }),
    value: percent({ required: true, min: 0, max: 1000, label: { en: 'Percent', uk: 'Відсотків' } }),
    priceList: ref('priceList', {
      onDelete: 'restrict',
      label: { en: 'Of price list', uk: 'Від прайсу' },
      hint: { en: 'Empty: of the price that was found', uk: 'Порожньо: від знайденої ціни' },
    }),
    role: ref('role', { onDelete: 'restrict', label: { en: 'For the role', uk: 'Для ролі' } }),
    group: ref('productGroup', { onDelete: 'restrict', label: { en: 'Product group', uk: 'Група товарів' } }),
    product: ref('product', { onDelete: 'restrict', label: { uk: 'Товар' } }),
    isActive: boolean({ start: true, label: { en: 'In force', uk: 'Діє' } }),
  },
  list: { columns: ['kind', 'value', 'priceList', 'role', 'group', 'product', 'isActive'], sort: 'kind' },
  form: [
    {
      section: { en: 'Rule', uk: 'Правило' },
      fields: ['kind', 'value', 'priceList', 'role', 'group', 'product', 'isActive'],
    },
  ],
  access: { manager: { read: 'all', create: true, update: 'all', delete: 'all' } },
  part: true,
})

/** The ledger: prices below the floor that were tried and refused, passed by approval, or brought in with
 * past orders. */
export const floorBreach = entity('floorBreach', {
  label: {
    en: 'Price below the floor',
    uk: 'Ціна нижче межі',
    many: { en: 'Prices below the floor', uk: 'Ціни нижче межі' },
  },
  plural: 'floorBreaches',
  icon: 'shield-alert',
  title: 'entity',
  fields: {
    entity: text({ required: true, max: 100, label: { en: 'Where', uk: 'Де' } }),
  },
  managed: {
    outcome: choice({ required: true, options: outcomes, label: { en: 'Outcome', uk: 'Підсумок' } }),
    document: text({ max: 100, label: { en: 'Document', uk: 'Документ' } }),
    product: ref('product', { onDelete: 'clear', label: { uk: 'Товар' } }),
    account: ref('account', { onDelete: 'clear', label: { uk: 'Компанія' } }),
    quantity: number({ label: { uk: 'Кількість' } }),
    price: money({ label: { en: 'Net price', uk: 'Чиста ціна' } }),
    floor: money({ label: { en: 'Lowest price', uk: 'Найнижча ціна' } }),
    loss: money({ label: { en: 'Below the floor', uk: 'Нижче межі' } }),
    via: text({ max: 20, label: { en: 'By way of', uk: 'Яким шляхом' } }),
    operation: text({ max: 100, label: { en: 'Operation', uk: 'Дія' } }),
    approval: ref('approval', { onDelete: 'clear', label: { uk: 'Погодження' } }),
    owner: ref('user', { onDelete: 'clear', label: { en: 'Who', uk: 'Хто' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['createdAt', 'outcome', 'owner', 'account', 'product', 'price', 'floor', 'loss'],
    sort: '-createdAt',
  },
  form: [{ section: { en: 'What happened', uk: 'Що сталося' }, fields: ['entity'] }],
  access: { manager: { read: 'all', export: true }, sales: { read: 'own' } },
  part: true,
})
