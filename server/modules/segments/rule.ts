import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, multi, number, ref, tags, text } from '#core/kinds/index.ts'
import { industries, sources, spellingsOfRegion } from '#modules/parties/index.ts'

/** Whose a client is, by where he is, what he does and how large he is. The first rule that fits decides. */
export const assignmentRule = entity('assignmentRule', {
  label: {
    en: 'Rule of assignment',
    uk: 'Правило закріплення',
    many: { en: 'Rules of assignment', uk: 'Правила закріплення' },
  },
  icon: 'map',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    position: number({ label: { uk: 'Позиція' } }),
    isActive: boolean({ start: true, label: { en: 'In use', uk: 'Діє' } }),
    regions: tags({
      label: { en: 'Of these regions', uk: 'З цих регіонів' },
      hint: { en: 'Or cities', uk: 'Або міст' },
    }),
    industries: multi({ options: industries, label: { en: 'Of these industries', uk: 'Цих галузей' } }),
    sources: multi({ options: sources, label: { en: 'From these sources', uk: 'З цих джерел' } }),
    minEmployees: number({ min: 0, scale: 0, label: { en: 'Employees, at least', uk: 'Працівників, від' } }),
    maxEmployees: number({ min: 0, scale: 0, label: { en: 'Employees, at most', uk: 'Працівників, до' } }),
    onlyUnowned: boolean({ label: { en: 'Only those that nobody has', uk: 'Лише нічиїх' } }),
    to: ref('user', { required: true, onDelete: 'restrict', label: { en: 'To whom', uk: 'Кому' } }),
  },
  list: { columns: ['name', 'isActive', 'regions', 'industries', 'to'], sort: 'position' },
  form: [
    { section: { en: 'Rule', uk: 'Правило' }, fields: ['name', 'position', 'isActive'] },
    {
      section: { en: 'Which clients', uk: 'Які клієнти' },
      fields: ['regions', 'industries', 'sources', 'minEmployees', 'maxEmployees', 'onlyUnowned'],
    },
    { section: { en: 'To whom', uk: 'Кому' }, fields: ['to'] },
  ],
  access: {
    everyone: { read: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all' },
  },
  part: true,
})
export type AssignmentRule = Row<typeof assignmentRule>
export const assigned = choice({
  required: true,
  start: 'account',
  label: { en: 'Of what', uk: 'Чого' },
  options: [
    { key: 'account', label: { en: 'Accounts', uk: 'Компанії' } },
    { key: 'contact', label: { en: 'Contacts', uk: 'Контакти' } },
  ],
})

type Filter = readonly unknown[] | { and: Filter[] } | { or: Filter[] } | { not: Filter }

/** Which records a rule fits, in the language of lists. A contact is where its account is. */
export function filterOfRule(rule: AssignmentRule, entity: string): Filter {
  const at = (key: string) => (entity === 'contact' ? `account.${key}` : key)
  const all: Filter[] = []
  if (rule.regions?.length)
    all.push({ or: rule.regions.flatMap(spellingsOfRegion).map((r) => [at('region'), 'is', r]) })
  if (rule.industries?.length) all.push([at('industry'), 'in', rule.industries])
  if (rule.sources?.length) all.push([at('source'), 'in', rule.sources])
  if (rule.minEmployees !== null) all.push([at('employees'), 'gte', Number(rule.minEmployees)])
  if (rule.maxEmployees !== null) all.push([at('employees'), 'lte', Number(rule.maxEmployees)])
  if (rule.onlyUnowned) all.push(['owner', 'empty'])
  return { and: all }
}
