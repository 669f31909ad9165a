import { entity, type Row } from '#core/entity.ts'
import { boolean, date, json, longText, number, percent, record, ref, text } from '#core/kinds/index.ts'
import type { Answers, Question, Said } from './questions.ts'

/** What is asked about records, made by people. */
export const questionnaire = entity('questionnaire', {
  label: { uk: 'Анкета', many: { en: 'Questionnaires', uk: 'Анкети' } },
  icon: 'form',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    about: longText({ max: 2000, label: { en: 'What it is for', uk: 'Для чого' } }),
    entity: text({
      max: 60,
      input: 'entityName',
      label: { en: 'About', uk: 'Про що' },
      hint: {
        en: 'On the pages of such records; empty: of any',
        uk: 'На сторінках таких записів; порожньо — будь-яких',
      },
    }),
    isOff: boolean({ label: { en: 'No longer offered', uk: 'Більше не пропонувати' } }),
    questions: json<Question[], { required: true; input: string; label: { en: string; uk: string } }>({
      required: true,
      input: 'questions',
      label: { en: 'Questions', uk: 'Питання' },
    }),
  },
  list: { columns: ['name', 'entity', 'isOff', 'updatedAt'], sort: 'name' },
  form: [
    {
      section: { en: 'Questionnaire', uk: 'Анкета' },
      fields: ['name', 'entity', 'about', 'isOff', 'questions'],
    },
  ],
  access: {
    everyone: { read: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
    marketing: { read: 'all', create: true, update: 'all' },
  },
  keys: ['name'],
})
export type Questionnaire = Row<typeof questionnaire>

/** A questionnaire that was filled in about a record on a day; there may be many of the same. */
export const filledQuestionnaire = entity('filledQuestionnaire', {
  label: {
    en: 'Filled questionnaire',
    uk: 'Заповнена анкета',
    many: { en: 'Filled questionnaires', uk: 'Заповнені анкети' },
  },
  icon: 'clipboard-list',
  title: 'name',
  fields: {
    questionnaire: ref('questionnaire', { required: true, onDelete: 'restrict', label: { uk: 'Анкета' } }),
    record: record({ required: true, onDelete: 'cascade', label: { en: 'About', uk: 'Про що' } }),
    filledOn: date({
      required: true,
      start: 'today',
      latest: 0,
      label: { en: 'Filled in on', uk: 'Заповнено' },
    }),
    answers: json<
      Answers,
      { required: true; personal: true; input: string; label: { en: string; uk: string } }
    >({
      required: true,
      personal: true,
      input: 'answers',
      label: { en: 'Answers', uk: 'Відповіді' },
    }),
    note: longText({ max: 5000, personal: true, label: { uk: 'Примітка' } }),
  },
  managed: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    said: json<Said[], { personal: true; input: string; label: { en: string; uk: string } }>({
      personal: true,
      input: 'said',
      label: { en: 'In words', uk: 'Словами' },
    }),
    score: number({ label: { en: 'Points', uk: 'Бали' } }),
    most: number({ label: { en: 'Points at most', uk: 'Найбільше балів' } }),
    percent: percent({ label: { en: 'Score', uk: 'Оцінка' } }),
  },
  list: { columns: ['name', 'record', 'score', 'percent', 'filledOn', 'createdBy'], sort: '-filledOn' },
  form: [
    {
      section: { en: 'Questionnaire', uk: 'Анкета' },
      fields: ['questionnaire', 'record', 'filledOn', 'score', 'most', 'percent', 'said', 'answers', 'note'],
    },
  ],
  // Who reads a record reads what was answered about it.
  access: {
    everyone: { read: 'record', create: true, update: 'record', delete: 'record' },
    manager: { read: 'record', create: true, update: 'record', delete: 'record', export: true },
    reader: { read: 'record' },
  },
  follows: 'record',
  shows: ['score', 'percent'],
})
