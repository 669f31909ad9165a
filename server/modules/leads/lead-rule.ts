import { entity } from '#core/entity.ts'
import { boolean, choice, multi, number, ref, tags, text } from '#core/kinds/index.ts'
import { industries, sources } from '#modules/parties/index.ts'

const access = {
  everyone: { read: 'all' },
  manager: { read: 'all', create: true, update: 'all', delete: 'all' },
} as const

/** Which leads go to whom. The first rule that fits a lead and has somebody free takes it. */
export const leadRule = entity('leadRule', {
  label: {
    en: 'Rule of distribution',
    uk: 'Правило розподілу',
    many: { en: 'Rules of distribution', uk: 'Правила розподілу' },
  },
  icon: 'list-checks',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    position: number({ label: { uk: 'Позиція' } }),
    isActive: boolean({ start: true, label: { en: 'In use', uk: 'Діє' } }),
    sources: multi({ options: sources, label: { en: 'From these sources', uk: 'З цих джерел' } }),
    regions: tags({ label: { en: 'From these regions', uk: 'З цих регіонів' } }),
    industries: multi({ options: industries, label: { en: 'Of these industries', uk: 'Цих галузей' } }),
    minEmployees: number({ min: 0, scale: 0, label: { en: 'Employees, at least', uk: 'Працівників, від' } }),
    maxEmployees: number({ min: 0, scale: 0, label: { en: 'Employees, at most', uk: 'Працівників, до' } }),
    team: ref('team', { onDelete: 'clear', label: { en: 'To this team', uk: 'Цій команді' } }),
    method: choice({
      required: true,
      start: 'turn',
      label: { en: 'Whose turn', uk: 'Кому саме' },
      options: [
        { key: 'turn', label: { en: 'In turn', uk: 'По черзі' } },
        { key: 'load', label: { en: 'Who has fewest open', uk: 'У кого найменше відкритих' } },
      ],
    }),
    byTerritory: boolean({
      label: { en: 'Only who works in the lead’s region', uk: 'Лише хто працює в регіоні ліда' },
    }),
    reactMinutes: number({
      min: 1,
      max: 100_000,
      scale: 0,
      label: { en: 'To react within, minutes', uk: 'Зреагувати за, хвилин' },
      hint: {
        en: 'Of working time; then the lead is taken back and goes to the next',
        uk: 'Робочого часу; потім лід забирають і передають наступному',
      },
    }),
  },
  list: { columns: ['name', 'isActive', 'team', 'method', 'reactMinutes'], sort: 'position' },
  form: [
    { section: { en: 'Rule', uk: 'Правило' }, fields: ['name', 'position', 'isActive'] },
    {
      section: { en: 'Which leads', uk: 'Які ліди' },
      fields: ['sources', 'regions', 'industries', 'minEmployees', 'maxEmployees'],
    },
    { section: { en: 'To whom', uk: 'Кому' }, fields: ['team', 'method', 'byTerritory', 'reactMinutes'] },
  ],
  access,
  part: true,
})

/** Who takes leads: where, what he can, when he works and how many he bears. */
export const leadTaker = entity('leadTaker', {
  label: {
    en: 'Who takes leads',
    uk: 'Хто бере ліди',
    many: { en: 'Who takes leads', uk: 'Хто бере ліди' },
  },
  icon: 'users',
  title: 'note',
  fields: {
    user: ref('user', { required: true, onDelete: 'cascade', label: { en: 'Person', uk: 'Людина' } }),
    isAway: boolean({ label: { en: 'Takes none now', uk: 'Зараз не бере' } }),
    regions: tags({ label: { en: 'Regions', uk: 'Регіони' } }),
    skills: tags({ label: { en: 'Skills', uk: 'Вміння' } }),
    perDay: number({ min: 0, scale: 0, label: { en: 'A day, at most', uk: 'За день, щонайбільше' } }),
    atOnce: number({
      min: 0,
      scale: 0,
      label: { en: 'Open at once, at most', uk: 'Відкритих, щонайбільше' },
    }),
    worksFrom: text({ max: 5, label: { en: 'Works from', uk: 'Працює з' } }),
    worksTo: text({ max: 5, label: { en: 'Works till', uk: 'Працює до' } }),
    workDays: multi({
      label: { en: 'Works on', uk: 'Працює в' },
      options: [
        { key: '1', label: { en: 'Monday', uk: 'Понеділок' } },
        { key: '2', label: { en: 'Tuesday', uk: 'Вівторок' } },
        { key: '3', label: { en: 'Wednesday', uk: 'Середа' } },
        { key: '4', label: { en: 'Thursday', uk: 'Четвер' } },
        { key: '5', label: { en: 'Friday', uk: 'П’ятниця' } },
        { key: '6', label: { en: 'Saturday', uk: 'Субота' } },
        { key: '7', label: { en: 'Sunday', uk: 'Неділя' } },
      ],
    }),
    note: text({ max: 200, label: { en: 'Note', uk: 'Примітка' } }),
  },
  list: { columns: ['user', 'regions', 'skills', 'perDay', 'atOnce', 'isAway'], sort: 'createdAt' },
  form: [
    {
      section: { en: 'Who takes leads', uk: 'Хто бере ліди' },
      fields: [
        'user',
        'isAway',
        'regions',
        'skills',
        'perDay',
        'atOnce',
        'worksFrom',
        'worksTo',
        'workDays',
        'note',
      ],
    },
  ],
  access,
  part: true,
})
