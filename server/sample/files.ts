import { pumpDrawing, sitePicture } from './drawn.ts'
import type { Deal } from './deals.ts'
import type { Language } from './language.ts'
import { makeRandom } from './random.ts'

export type SampleFile = {
  key: string
  name: string
  category: string
  description?: string
  record: { entity: string; key: string }
  type: string
  bytes: Buffer
}

const most = 14

/** On the open deals: what a surveyor brings home; on their accounts: what was agreed. Few, so that it loads at once. */
export function makeFiles(deals: readonly Deal[], { say }: Language): SampleFile[] {
  const random = makeRandom('files')
  const open = deals.filter((d) => !/-(won|lost)$/.test(d.stage) && d.account).slice(-most)
  return open.flatMap((deal, i) => {
    const number = 1000 + i
    const of = { entity: 'deal', key: deal.key }
    const drawing: SampleFile = {
      key: `file:drawing:${i}`,
      name: say({ uk: `Схема підключення ${number}.pdf`, en: `Connection drawing ${number}.pdf` }),
      category: 'drawing',
      record: of,
      type: 'application/pdf',
      bytes: pumpDrawing(random, number),
    }
    const picture: SampleFile = {
      key: `file:photo:${i}`,
      name: say({ uk: 'Об’єкт.png', en: 'Site.png' }),
      category: 'photo',
      description: say({ uk: 'Знято під час виїзду', en: 'Taken on the visit' }),
      record: of,
      type: 'image/png',
      bytes: sitePicture(random),
    }
    const list: SampleFile = {
      key: `file:list:${i}`,
      name: say({ uk: 'Перелік обладнання.csv', en: 'Equipment list.csv' }),
      category: 'specification',
      record: { entity: 'account', key: deal.account! },
      type: 'text/csv',
      bytes: Buffer.from(
        say({
          uk: 'Позиція;Кількість;Одиниця\nНасос свердловинний;1;шт\nБак мембранний;1;шт\nТруба ПНД;64;м\n',
          en: 'Item;Quantity;Unit\nBorehole pump;1;pc\nDiaphragm tank;1;pc\nHDPE pipe;64;m\n',
        }),
      ),
    }
    return [drawing, ...(i % 2 ? [picture] : []), ...(i % 3 ? [] : [list])]
  })
}
