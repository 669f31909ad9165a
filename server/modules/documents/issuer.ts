import { entity, type Row } from '#core/entity.ts'
import { address, boolean, email, image, link, phone, text } from '#core/kinds/index.ts'

/** Who issues our documents. A holding has several; new documents are of the main one. */
export const issuer = entity('issuer', {
  label: { en: 'Our company', uk: 'Наша компанія', many: { en: 'Our companies', uk: 'Наші компанії' } },
  icon: 'building-2',
  title: 'name',
  fields: {
    name: text({ required: true, max: 300, label: { uk: 'Назва' } }),
    legalName: text({ max: 500, label: { en: 'Full legal name', uk: 'Повна назва' } }),
    englishName: text({ max: 500, label: { en: 'Name in English', uk: 'Назва англійською' } }),
    isMain: boolean({ label: { en: 'Main', uk: 'Основна' } }),
    registrationCode: text({ max: 30, label: { en: 'Registration code', uk: 'ЄДРПОУ' } }),
    vatId: text({
      max: 30,
      label: { en: 'VAT id', uk: 'ІПН платника ПДВ' },
      hint: { en: 'Empty: not a VAT payer', uk: 'Порожньо: не платник ПДВ' },
    }),
    iban: text({ max: 40, label: { en: 'IBAN', uk: 'IBAN' } }),
    bank: text({ max: 200, label: { uk: 'Банк' } }),
    bic: text({ max: 11, label: { en: 'SWIFT code', uk: 'Код SWIFT' } }),
    foreignIban: text({ max: 40, label: { en: 'IBAN for other currencies', uk: 'IBAN для інших валют' } }),
    address: address({ label: { en: 'Registered address', uk: 'Юридична адреса' } }),
    englishAddress: text({ max: 500, label: { en: 'Address in English', uk: 'Адреса англійською' } }),
    phone: phone({ personal: true, label: { uk: 'Телефон' } }),
    email: email({ personal: true, label: { en: 'E-mail', uk: 'E-mail' } }),
    website: link({ label: { uk: 'Сайт' } }),
    director: text({ max: 200, label: { en: 'Signed by', uk: 'Підписує' } }),
    directorPosition: text({ max: 200, label: { en: 'Position', uk: 'Посада' } }),
    inPersonOf: text({
      max: 300,
      label: { en: 'In contracts: in the person of', uk: 'У договорах: в особі' },
      hint: {
        en: 'In the genitive, for Ukrainian contracts',
        uk: 'Наприклад: директора Мельник Оксани Іванівни',
      },
    }),
    basis: text({
      max: 300,
      label: { en: 'Acting by virtue of', uk: 'Діє на підставі' },
      hint: { en: 'The charter, a power of attorney', uk: 'Наприклад: Статуту' },
    }),
    englishDirector: text({
      max: 300,
      label: { en: 'Signatory in English', uk: 'Підписант англійською' },
      hint: { en: 'Name, position', uk: 'Ім’я, посада' },
    }),
    logo: image({ label: { uk: 'Логотип' } }),
  },
  list: { columns: ['name', 'registrationCode', 'iban', 'isMain'], sort: 'name' },
  form: [
    {
      section: { en: 'Company', uk: 'Компанія' },
      fields: ['name', 'legalName', 'englishName', 'registrationCode', 'vatId', 'isMain', 'logo'],
    },
    { section: { en: 'Bank', uk: 'Банк' }, fields: ['iban', 'bank', 'bic', 'foreignIban'] },
    {
      section: { en: 'Address', uk: 'Адреса' },
      fields: ['address', 'englishAddress', 'phone', 'email', 'website'],
    },
    {
      section: { en: 'Signature', uk: 'Підпис' },
      fields: ['director', 'directorPosition', 'inPersonOf', 'basis', 'englishDirector'],
    },
  ],
  access: { everyone: { read: 'all' } },
  keys: ['registrationCode', 'name'],
  part: true,
})
export type Issuer = Row<typeof issuer>
