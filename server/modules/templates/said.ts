import type { Locale, Text } from '#core/text.ts'
import type { WrongTag } from './plan.ts'
import type { Trouble } from './tags.ts'

const troubles: Record<Trouble['code'], Text> = {
  unclosed: { en: 'is opened and never closed', uk: 'відкрито й не закрито' },
  unopened: { en: 'closes what was not opened', uk: 'закриває те, чого не відкривали' },
  crossed: { en: 'the parts cross each other', uk: 'частини перетинаються' },
  broken: { en: 'does not read', uk: 'не читається' },
  too_large: {
    en: 'The template, or what comes of it, is too large.',
    uk: 'Шаблон або те, що з нього виходить, завеликі.',
  },
  entities: {
    en: 'has declarations of its own (DOCTYPE), which are not taken',
    uk: 'має власні оголошення (DOCTYPE), яких не приймаємо',
  },
  macros: {
    en: 'holds a program; save the file without macros',
    uk: 'містить програму; збережіть файл без макросів',
  },
  not_office: {
    en: 'This is not a whole DOCX or XLSX file of the chosen kind.',
    uk: 'Це не цілий файл DOCX чи XLSX обраного виду.',
  },
  raw: {
    en: 'would take a value for markup; write it without @',
    uk: 'сприйняло б значення як розмітку; пишіть без @',
  },
  too_slow: {
    en: 'The template takes too long or too much memory.',
    uk: 'Шаблон потребує забагато часу або пам’яті.',
  },
}
const wrongs: Record<WrongTag['code'], Text> = {
  no_field: { en: 'there is no such field', uk: 'такого поля немає' },
  no_format: { en: 'a value cannot be written so', uk: 'так значення не записати' },
  no_words: { en: 'does not read as a field', uk: 'не читається як поле' },
  too_deep: { en: 'rows stand inside rows', uk: 'рядки стоять усередині рядків' },
}

/** Where a template does not read and why, in one sentence. */
export const sayTrouble = ({ code, place }: Trouble, locale: Locale) =>
  place ? `${place}: ${troubles[code][locale]}.` : troubles[code][locale].replace(/[^.]$/, '$&.')
export const sayWrong = (wrong: readonly WrongTag[], locale: Locale) =>
  `${wrong
    .slice(0, 10)
    .map(({ code, tag }) => `{${tag}}: ${wrongs[code][locale]}`)
    .join('; ')}.`
