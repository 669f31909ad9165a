import { entity, type Row } from '#core/entity.ts'
import { boolean, ref, text } from '#core/kinds/index.ts'
import { lineFields, lineForm, lineManaged } from '#modules/pricing/index.ts'

export const quoteLine = entity('quoteLine', {
  label: { en: 'Quote line', uk: 'Рядок пропозиції', many: { en: 'Quote lines', uk: 'Рядки пропозицій' } },
  icon: 'list',
  title: 'position',
  fields: {
    quote: ref('quote', { required: true, onDelete: 'cascade', label: { uk: 'Пропозиція' } }),
    ...lineFields,
    isOptional: boolean({ label: { en: 'Optional', uk: 'За бажанням' } }),
    alternative: text({
      max: 50,
      label: { en: 'Alternatives', uk: 'Альтернативи' },
      hint: {
        en: 'Of lines with the same word the client takes one',
        uk: 'З рядків з однаковим словом клієнт бере один',
      },
    }),
  },
  managed: {
    ...lineManaged,
    isChosen: boolean({ label: { en: 'Chosen', uk: 'Вибрано' } }),
  },
  list: { columns: ['quote', 'product', 'quantity', 'unitPrice', 'discount', 'amount'], sort: 'position' },
  form: [
    { section: { en: 'Line', uk: 'Рядок' }, fields: ['quote', ...lineForm, 'isOptional', 'alternative'] },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    service: { read: 'all' },
    reader: { read: 'all' },
  },
  partOf: 'quote',
})
export type QuoteLine = Row<typeof quoteLine>

/** What counts towards the total: all but what is optional and not taken, and of alternatives the one that is. */
export function counted(lines: readonly Pick<QuoteLine, 'id' | 'isOptional' | 'alternative' | 'isChosen'>[]) {
  const taken = new Map<string, string>()
  for (const { id, alternative, isChosen } of lines)
    if (alternative && (isChosen || !taken.has(alternative))) taken.set(alternative, id)
  return new Set(
    lines
      .filter((l) =>
        l.alternative ? taken.get(l.alternative) === l.id : !l.isOptional || l.isChosen === true,
      )
      .map((l) => l.id),
  )
}
