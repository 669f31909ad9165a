import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, json, longText, multi, number, text } from '#core/kinds/index.ts'
import { create, update, type Difference } from '#core/stock.ts'

const option = (key: string, en: string, uk: string, color?: string) => ({
  key,
  label: { en, uk },
  ...(color ? { color } : {}),
})

export const channelOptions = [
  option('email', 'E-mail', 'E-mail'),
  option('phone', 'Phone', 'Телефон'),
  option('sms', 'SMS', 'SMS'),
  option('viber', 'Viber', 'Viber'),
  option('telegram', 'Telegram', 'Telegram'),
  option('whatsapp', 'WhatsApp', 'WhatsApp'),
  option('letter', 'Letter', 'Лист'),
]
export type Channel = 'email' | 'phone' | 'sms' | 'viber' | 'telegram' | 'whatsapp' | 'letter'

/** GDPR article 6; article 11 of the law of Ukraine 2297-VI. */
export const bases = [
  option('consent', 'Consent', 'Згода'),
  option('contract', 'Contract', 'Договір'),
  option('legitimateInterest', 'Legitimate interest', 'Законний інтерес'),
  option('legalObligation', 'Legal obligation', 'Вимога закону'),
]
export type Basis = 'consent' | 'contract' | 'legitimateInterest' | 'legalObligation'

export type Wording = { version: number; text: string; textEn: string | null; at: string }

/** What we write to people for, and the words they agree to. */
export const consentPurpose = entity('consentPurpose', {
  label: {
    en: 'Purpose',
    uk: 'Мета обробки',
    many: { en: 'Purposes of processing', uk: 'Цілі обробки' },
  },
  icon: 'shield-check',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    code: text({
      max: 60,
      unique: true,
      label: { uk: 'Код' },
      hint: { en: 'By what other systems name it', uk: 'Як її називають інші системи' },
    }),
    basis: choice({
      required: true,
      start: 'consent',
      options: bases,
      label: { en: 'Lawful basis', uk: 'Правова підстава' },
    }),
    channels: multi({
      required: true,
      options: channelOptions,
      label: { en: 'By which channels', uk: 'Якими каналами' },
    }),
    text: longText({
      required: true,
      max: 5000,
      label: { en: 'What the person agrees to', uk: 'На що погоджується особа' },
    }),
    textEn: longText({ max: 5000, label: { en: 'The same in English', uk: 'Те саме англійською' } }),
    validMonths: number({
      min: 1,
      max: 600,
      scale: 0,
      label: { en: 'Valid for, months', uk: 'Чинна, місяців' },
      hint: { en: 'Until withdrawn when empty', uk: 'До відкликання, якщо порожньо' },
    }),
    asksInForms: boolean({
      label: { en: 'Ask in web forms', uk: 'Питати у вебформах' },
      hint: {
        en: 'A box to tick, never needed to send the form',
        uk: 'Позначка, без якої форму теж можна надіслати',
      },
    }),
    isActive: boolean({ start: true, label: { en: 'In use', uk: 'Діє' } }),
  },
  managed: {
    version: number({ scale: 0, label: { en: 'Version of the text', uk: 'Версія тексту' } }),
    versions: json<Wording[], { label: { en: string; uk: string } }>({
      label: { en: 'All versions of the text', uk: 'Усі версії тексту' },
    }),
  },
  list: { columns: ['name', 'basis', 'channels', 'version', 'isActive'], sort: 'name' },
  form: [
    {
      section: { en: 'Purpose', uk: 'Мета' },
      fields: [
        'name',
        'basis',
        'channels',
        'text',
        'textEn',
        'validMonths',
        'asksInForms',
        'isActive',
        'code',
      ],
    },
  ],
  access: {
    everyone: { read: 'all' },
    marketing: { read: 'all', create: true, update: 'all' },
    manager: { read: 'all', create: true, update: 'all' },
  },
  keys: ['code', 'name'],
  part: true,
})
export type Purpose = Row<typeof consentPurpose>

/** Another wording is another version; those agreed to before stay readable. */
const versioned: Difference = {
  prepare: (_, items, before) =>
    items.map((item, i) => {
      const was = before[i] as unknown as Purpose | undefined
      const now = { text: was?.text, textEn: was?.textEn ?? null, ...item } as Pick<
        Wording,
        'text' | 'textEn'
      >
      if (was && now.text === was.text && now.textEn === was.textEn) return item
      const version = Number(was?.version ?? 0) + 1
      const wording = { version, text: now.text, textEn: now.textEn, at: new Date().toISOString() }
      return { ...item, version, versions: [...(was?.versions ?? []), wording] }
    }),
}
export const writePurposes = [create(consentPurpose, versioned), update(consentPurpose, versioned)]
