import type { Text } from '#core/text.ts'
import type { Language } from './language.ts'

export type Pipeline = { key: string; name: string; position: number; isDefault: boolean }
export type Stage = {
  key: string
  name: string
  pipeline: string
  position: number
  probability: number
  outcome: 'open' | 'won' | 'lost'
  maxDays?: number
}
export type LossReason = { key: string; name: string }

type Row = [key: string, name: Text, probability: number, maxDays: number]

/** `equipment` has a stage where deals get stuck: the client's lawyers read the contract. */
const tables: Record<'equipment' | 'service', { name: Text; open: Row[]; won: Text; lost: Text }> = {
  equipment: {
    name: { uk: 'Обладнання', en: 'Equipment' },
    open: [
      ['enquiry', { uk: 'Новий запит', en: 'New enquiry' }, 10, 3],
      ['qualified', { uk: 'Потребу з’ясовано', en: 'Need understood' }, 20, 7],
      ['sizing', { uk: 'Розрахунок і підбір', en: 'Sizing and selection' }, 35, 10],
      ['proposal', { uk: 'Пропозицію надіслано', en: 'Proposal sent' }, 50, 14],
      ['negotiation', { uk: 'Переговори', en: 'Negotiation' }, 65, 14],
      ['contract', { uk: 'Погодження договору', en: 'Contract approval' }, 85, 7],
    ],
    won: { uk: 'Виграно', en: 'Won' },
    lost: { uk: 'Програно', en: 'Lost' },
  },
  service: {
    name: { uk: 'Сервісні договори', en: 'Service contracts' },
    open: [
      ['due', { uk: 'Наближається строк', en: 'Term is near' }, 40, 14],
      ['inspected', { uk: 'Огляд проведено', en: 'Inspection done' }, 55, 10],
      ['offered', { uk: 'Умови запропоновано', en: 'Terms offered' }, 70, 14],
      ['signing', { uk: 'На підписі', en: 'Being signed' }, 90, 7],
    ],
    won: { uk: 'Підписано', en: 'Signed' },
    lost: { uk: 'Не продовжено', en: 'Not renewed' },
  },
}

export type PipelineName = keyof typeof tables
const names = Object.keys(tables) as PipelineName[]

export const openStages = (pipeline: PipelineName): string[] =>
  tables[pipeline].open.map(([key]) => `stage:${pipeline}-${key}`)
export const wonStage = (pipeline: PipelineName) => `stage:${pipeline}-won`
export const lostStage = (pipeline: PipelineName) => `stage:${pipeline}-lost`

export const makePipelines = ({ say }: Language): Pipeline[] =>
  names.map((key, i) => ({
    key: `pipeline:${key}`,
    name: say(tables[key].name),
    position: i + 1,
    isDefault: i === 0,
  }))

function stagesOf(key: PipelineName, { say }: Language): Stage[] {
  const { open, won, lost } = tables[key]
  const pipeline = `pipeline:${key}`
  return [
    ...open.map(([stage, name, probability, maxDays], i): Stage => ({
      key: `stage:${key}-${stage}`,
      name: say(name),
      pipeline,
      position: i + 1,
      probability,
      outcome: 'open',
      maxDays,
    })),
    {
      key: wonStage(key),
      name: say(won),
      pipeline,
      position: open.length + 1,
      probability: 100,
      outcome: 'won',
    },
    {
      key: lostStage(key),
      name: say(lost),
      pipeline,
      position: open.length + 2,
      probability: 0,
      outcome: 'lost',
    },
  ]
}

export const makeStages = (language: Language): Stage[] => names.flatMap((key) => stagesOf(key, language))

const reasons = {
  price: { uk: 'Ціна', en: 'Price' },
  competitor: { uk: 'Купили в конкурента', en: 'Bought from a competitor' },
  budget: { uk: 'Немає бюджету', en: 'No budget' },
  postponed: { uk: 'Проєкт відкладено', en: 'Project postponed' },
  silent: { uk: 'Перестали відповідати', en: 'Stopped answering' },
  delivery: { uk: 'Строк постачання', en: 'Delivery time' },
  technical: { uk: 'Не підійшло технічно', en: 'Did not fit technically' },
  complaint: { uk: 'Скарга на якість', en: 'Complaint about quality' },
} satisfies Record<string, Text>

export type Reason = keyof typeof reasons
export const makeLossReasons = ({ say }: Language): LossReason[] =>
  Object.entries(reasons).map(([key, name]) => ({ key: `loss:${key}`, name: say(name) }))
