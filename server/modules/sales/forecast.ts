/** How sure a deal is taken to be when sales to come are added up. */
export const forecastCategory = [
  { key: 'commit', label: { en: 'Commit', uk: 'Зобов’язання' }, color: 'green' },
  { key: 'bestCase', label: { en: 'Best case', uk: 'Найкращий випадок' }, color: 'blue' },
  { key: 'pipeline', label: { en: 'Pipeline', uk: 'У воронці' }, color: 'gray' },
  { key: 'omitted', label: { en: 'Omitted', uk: 'Не враховано' }, color: 'red' },
] as const
export type ForecastCategory = (typeof forecastCategory)[number]['key']

type Place = {
  outcome: 'open' | 'won' | 'lost'
  probability: number | null
  forecastCategory: ForecastCategory | null
}

/** The category of a stage's deals: the stage's own, or what its probability says. */
export function categoryOf({ outcome, probability, forecastCategory }: Place): ForecastCategory {
  if (outcome !== 'open') return outcome === 'won' ? 'commit' : 'omitted'
  return (
    forecastCategory ??
    ((probability ?? 0) >= 75 ? 'commit' : (probability ?? 0) >= 50 ? 'bestCase' : 'pipeline')
  )
}

export const probabilityOf = ({ outcome, probability }: Place): number | null =>
  outcome === 'open' ? probability : outcome === 'won' ? 100 : 0
