import { makeEdrpou, makeIban, makeVatId } from './codes.ts'
import type { Language } from './language.ts'
import { makeRandom } from './random.ts'

/** Whose name stands on the documents. */
export function makeIssuers({ say }: Language) {
  const random = makeRandom('issuers')
  const registrationCode = makeEdrpou(random)
  return [
    {
      key: 'issuer:vodolii',
      name: say({ uk: 'ТОВ «Водолій»', en: 'Vodolii LLC' }),
      legalName: say({
        uk: 'Товариство з обмеженою відповідальністю «Водолій»',
        en: 'Vodolii Limited Liability Company',
      }),
      englishName: 'Vodolii LLC',
      isMain: true,
      registrationCode,
      vatId: makeVatId(random, registrationCode),
      iban: makeIban(random),
      bank: say({ uk: 'АТ «Дніпровський банк»', en: 'Dniprovskyi Bank JSC' }),
      bic: 'DNBKUA2X',
      foreignIban: makeIban(random),
      address: {
        country: 'UA',
        city: say({ uk: 'Київ', en: 'Kyiv' }),
        street: say({ uk: 'вул. Кирилівська, 82', en: '82 Kyrylivska St' }),
        postcode: '04080',
      },
      englishAddress: '82 Kyrylivska St, Kyiv 04080, Ukraine',
      phone: '+380440001020',
      email: 'office@vodolii.example',
      website: 'https://vodolii.example',
      director: say({ uk: 'Оксана Мельник', en: 'Oksana Melnyk' }),
      directorPosition: say({ uk: 'Директор', en: 'Director' }),
      inPersonOf: say({ uk: 'директора Мельник Оксани Іванівни', en: 'director Oksana Melnyk' }),
      basis: say({ uk: 'Статуту', en: 'the Charter' }),
      englishDirector: 'Oksana Melnyk, Director',
    },
  ]
}
