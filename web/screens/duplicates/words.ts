import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { currentLocale } from '../../i18n.ts'
import type { Part } from './client.ts'

/** What is compared, as people call it: a field, or a part of one. */
function useFieldName(entity: Entity) {
  const { t, i18n } = useTranslation()
  return (path: string): string => {
    const field = entity.fields[path]
    if (field) return field.label
    const part = `duplicates.part.${path.slice(path.lastIndexOf('.') + 1)}`
    return i18n.exists(part) ? t(part) : (entity.fields[path.split('.')[0]!]?.label ?? path)
  }
}

/** What speaks for one client and what against, the weightiest first, in plain words. */
export function useReasons(entity: Entity) {
  const { t } = useTranslation()
  const name = useFieldName(entity)
  const say = (p: Part) => ({
    key: p.field,
    isFor: p.weight > 0,
    text: `${name(p.field)}: ${t(`duplicates.level.${p.level}`)}`,
  })
  return (parts: readonly Part[], most = 4) => {
    const weighty = parts.filter((p) => Math.abs(p.weight) >= 1).toSorted((a, b) => b.weight - a.weight)
    return [
      ...weighty.filter((p) => p.weight > 0).slice(0, most),
      ...weighty.filter((p) => p.weight < 0).slice(-2),
    ].map(say)
  }
}

export type Certainty = 'certain' | 'likely' | 'possible'
export const certaintyOf = (probability: number): Certainty =>
  probability >= 0.99 ? 'certain' : probability >= 0.9 ? 'likely' : 'possible'

/** "98 %", ">99.9 %"; never a hundred, which nothing is. */
export const percentOf = (probability: number, digits?: number) => {
  const most = 0.999
  const isMore = digits === undefined && probability > most
  const format = new Intl.NumberFormat(currentLocale() === 'uk' ? 'uk-UA' : 'en-GB', {
    style: 'percent',
    maximumFractionDigits: digits ?? (probability >= 0.99 ? 1 : 0),
    roundingMode: 'floor',
  } as Intl.NumberFormatOptions)
  return `${isMore ? '> ' : ''}${format.format(isMore ? most : probability)}`
}
