import type { Text } from '#core/text.ts'

/** What a head corrects in people's forecasts, by how much, and why. */
export const corrections: { factor: number; reason: Text }[] = [
  {
    factor: 0.85,
    reason: {
      uk: 'Два об’єкти чекають на фінансування: до кінця кварталу встигне один.',
      en: 'Two sites wait for their funding: one of them will make it before the quarter ends.',
    },
  },
  {
    factor: 1.2,
    reason: {
      uk: 'Тендер водоканалу виграно, договір на підписі.',
      en: 'The waterworks tender is won, the contract is being signed.',
    },
  },
  {
    factor: 0.7,
    reason: {
      uk: 'Дилер переніс закупівлю на весну, насоси ще на складі.',
      en: 'The dealer put the purchase off until spring: pumps are still in his stock.',
    },
  },
]
