import type { Module } from '#core/catalogue.ts'
import { createFilled, createQuestionnaire, updateFilled, updateQuestionnaire } from './fill.ts'
import { filledQuestionnaire, questionnaire } from './questionnaire.ts'

export const questionnaires: Module = {
  name: 'questionnaires',
  label: { en: 'Questionnaires', uk: 'Анкети' },
  area: 'parties',
  aside: ['questionnaire', 'filledQuestionnaire'],
  uses: ['workspace'],
  entities: [questionnaire, filledQuestionnaire],
  operations: [createQuestionnaire, updateQuestionnaire, createFilled, updateFilled],
  tells: { 'filledQuestionnaire.created': { at: ['filledOn'] } },
}
