import { entity } from '#core/entity.ts'
import { choice, date, number } from '#core/kinds/index.ts'
import { currencies, rateSources } from './choices.ts'

export const exchangeRate = entity('exchangeRate', {
  label: { en: 'Exchange rate', uk: 'Курс валюти', many: { en: 'Exchange rates', uk: 'Курси валют' } },
  icon: 'arrow-left-right',
  title: 'currency',
  fields: {
    currency: choice({ required: true, editable: true, options: currencies, label: { uk: 'Валюта' } }),
    base: choice({
      required: true,
      editable: true,
      options: currencies,
      label: { en: 'In', uk: 'У валюті' },
    }),
    rate: number({ required: true, min: 0.000001, label: { en: 'One costs', uk: 'Одна коштує' } }),
    date: date({ required: true, start: 'today', label: { uk: 'Дата' } }),
    source: choice({ required: true, start: 'manual', options: rateSources, label: { uk: 'Джерело' } }),
  },
  list: { columns: ['date', 'currency', 'rate', 'base', 'source'], sort: '-date' },
  form: [
    {
      section: { en: 'Exchange rate', uk: 'Курс валюти' },
      fields: ['date', 'currency', 'rate', 'base', 'source'],
    },
  ],
  access: {
    everyone: { read: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
  },
  part: true,
})
