import type { Locale } from '#core/text.ts'
import type { Loaded } from './load-model.ts'
import type { Reason } from './logic/solver.ts'

/** Reasons in words: a rule's own, else as it is written. */
export function reasonTexts(reasons: readonly Reason[], { options, rules }: Loaded, locale: Locale) {
  const uk = locale === 'uk'
  const nameOf = (key: string) => options.find((o) => o.key === key)?.name ?? key
  const group = (key: string): string => {
    const o = options.find((x) => x.key === key)!
    if (o.choice === 'one')
      return uk ? `У «${o.name}» обирають рівно одне.` : `Of “${o.name}” exactly one is chosen.`
    if (o.choice === 'some')
      return uk ? `У «${o.name}» обирають принаймні одне.` : `Of “${o.name}” at least one is chosen.`
    return uk ? `«${o.name}» завжди в складі.` : `“${o.name}” always comes with it.`
  }
  return reasons.map((r) => {
    if ('rule' in r) {
      const rule = rules.find((x) => x.id === r.rule)
      return { kind: 'rule' as const, text: rule?.reason ?? rule?.says ?? r.rule }
    }
    if ('group' in r) return { kind: 'group' as const, text: group(r.group) }
    return { kind: 'choice' as const, option: r.choice, text: nameOf(r.choice) }
  })
}
