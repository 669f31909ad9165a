export type Kind = 'invoice' | 'proforma' | 'credit' | 'deliveryNote' | 'return' | 'act' | 'contract'

export const common = {
  uk: {
    number: '№',
    of: 'від',
    due: 'сплатити до',
    us: 'Постачальник',
    them: 'Покупець',
    basis: 'Підстава',
    head: ['№', 'Найменування', 'Кількість', 'Ціна', 'Знижка', 'Сума'],
    net: 'Без ПДВ',
    vat: 'ПДВ',
    total: 'Разом',
    incl: 'Ціни з ПДВ',
    excl: 'Ціни без ПДВ',
    inWords: 'Сума прописом',
    gave: 'Від постачальника',
    took: 'Від покупця',
    order: (n: string, date: string) => `замовлення № ${n} від ${date}`,
    items: (n: number, sum: string) => `Усього найменувань ${n}, на суму ${sum}`,
    pay: 'Сплатити з телефона',
    pays: (n: string, day: string) => `Оплата за рахунком № ${n} від ${day}`,
    gaveBack: 'Прийняв постачальник',
    tookBack: 'Повернув покупець',
    page: 'стор.',
  },
  en: {
    number: 'No.',
    of: 'of',
    due: 'due',
    us: 'Seller',
    them: 'Buyer',
    basis: 'Under',
    head: ['No.', 'Description', 'Quantity', 'Price', 'Discount', 'Amount'],
    net: 'Without VAT',
    vat: 'VAT',
    total: 'Total',
    incl: 'Prices include VAT',
    excl: 'Prices without VAT',
    inWords: 'Amount in words',
    gave: 'For the seller',
    took: 'For the buyer',
    order: (n: string, date: string) => `order No. ${n} of ${date}`,
    items: (n: number, sum: string) => `Items in all: ${n}, for ${sum}`,
    pay: 'Pay from a phone',
    pays: (n: string, day: string) => `Invoice No. ${n} of ${day}`,
    gaveBack: 'Taken back by the seller',
    tookBack: 'Returned by the buyer',
    page: 'page',
  },
}
export const titles: Record<Kind, { uk: string; en: string }> = {
  invoice: { uk: 'Рахунок на оплату', en: 'Invoice' },
  proforma: { uk: 'Рахунок-проформа', en: 'Pro forma invoice' },
  credit: { uk: 'Кредит-нота', en: 'Credit note' },
  deliveryNote: { uk: 'Видаткова накладна', en: 'Delivery note' },
  return: { uk: 'Накладна на повернення', en: 'Return note' },
  act: { uk: 'Акт надання послуг', en: 'Act of acceptance' },
  contract: { uk: 'Договір поставки', en: 'Supply contract' },
}
export const closings: Partial<Record<Kind, { uk: string; en: string }>> = {
  act: {
    uk: 'Послуги надано в повному обсязі й належної якості. Сторони не мають претензій одна до одної.',
    en: 'The services were rendered in full and in good quality. The parties have no claims against each other.',
  },
}

/** What a contract says of a side: who signs for it, in the genitive, and by what right. */
export type Side = {
  name: string
  inPersonOf?: string | null
  basis?: string | null
  signatory?: string | null
}
type Terms = {
  total: string
  inWords: string
  tax: string | null
  days: number
  delivery: string | null
  wantedOn: string | null
}
/** Within a sentence; «доларів США» stays as it is. */
const inside = (words: string) => words.charAt(0).toLowerCase() + words.slice(1)
const blank = '____________________'

export const contractWords = {
  uk: {
    preamble: (us: Side, them: Side) =>
      `${us.name} (далі — Постачальник) в особі ${us.inPersonOf ?? blank}, що діє на підставі ${us.basis ?? blank}, з одного боку, та ${them.name} (далі — Покупець) в особі ${them.inPersonOf ?? blank}, що діє на підставі ${them.basis ?? blank}, з іншого боку, разом — Сторони, уклали цей Договір про таке.`,
    clauses: (t: Terms) => [
      {
        title: 'Предмет Договору',
        points: [
          'Постачальник передає у власність Покупця товари й надає послуги за найменуванням, кількістю та цінами, вказаними у Специфікації (Додаток № 1), а Покупець приймає їх і сплачує.',
          'Специфікація є невід’ємною частиною Договору.',
        ],
      },
      {
        title: 'Ціна й розрахунки',
        points: [
          `Загальна сума Договору — ${t.total} (${inside(t.inWords)})${t.tax ? `, у тому числі ПДВ ${t.tax}` : ', без ПДВ'}.`,
          `Покупець сплачує протягом ${t.days} календарних днів від дати рахунка на банківський рахунок Постачальника, вказаний у Договорі.`,
        ],
      },
      {
        title: 'Поставка',
        points: [
          [
            t.delivery ? `Умови поставки: ${t.delivery}.` : 'Місце поставки Сторони узгоджують додатково.',
            t.wantedOn ? `Строк — до ${t.wantedOn}` : 'Строк Сторони узгоджують додатково.',
          ].join(' '),
          'Товари передано, коли підписано видаткову накладну, послуги надано, коли підписано акт. Тоді ж до Покупця переходить право власності на товари.',
        ],
      },
      {
        title: 'Якість і відповідальність',
        points: [
          'Якість товарів відповідає документам виробника, що діють в Україні.',
          'За невиконання Договору Сторони відповідають згідно із законодавством України. Спори, яких не вдалося владнати переговорами, розглядає господарський суд.',
        ],
      },
      {
        title: 'Інше',
        points: [
          'Договір діє від підписання до повного виконання зобов’язань.',
          'Зміни чинні, якщо їх підписали обидві Сторони. Договір складено у двох примірниках однакової сили.',
        ],
      },
    ],
    sides: 'Реквізити й підписи Сторін',
    annex: 'Специфікація',
    annexTo: (n: string, date: string) => `Додаток № 1 до Договору № ${n} від ${date}`,
  },
  en: {
    preamble: (us: Side, them: Side) =>
      `${us.name} (the Seller), represented by ${us.signatory ?? blank}, and ${them.name} (the Buyer), represented by ${them.signatory ?? blank}, together the Parties, have agreed as follows.`,
    clauses: (t: Terms) => [
      {
        title: 'Subject',
        points: [
          'The Seller transfers to the Buyer the goods and renders the services named in the Specification (Annex 1) in the quantities and at the prices stated there; the Buyer accepts and pays for them.',
          'The Specification is a part of this Contract.',
        ],
      },
      {
        title: 'Price and payment',
        points: [
          `The total of the Contract is ${t.total} (${inside(t.inWords)})${t.tax ? `, VAT of ${t.tax} included` : ', without VAT'}.`,
          `The Buyer pays within ${t.days} calendar days of the invoice to the bank account of the Seller stated in the Contract.`,
        ],
      },
      {
        title: 'Delivery',
        points: [
          [
            t.delivery
              ? `Delivery: ${t.delivery}.`
              : 'The Parties agree on the place of delivery separately.',
            t.wantedOn ? `Term: by ${t.wantedOn}.` : 'They agree on the term separately.',
          ].join(' '),
          'Goods are delivered when the delivery note is signed, services are rendered when the act of acceptance is signed; with that the title to the goods passes to the Buyer.',
        ],
      },
      {
        title: 'Quality and liability',
        points: [
          'The goods are of the quality stated in the documents of their manufacturer.',
          'The Parties are liable under the law of Ukraine; what they cannot settle between themselves is decided by the commercial court.',
        ],
      },
      {
        title: 'Other',
        points: [
          'The Contract is in force from its signing until all of it is performed.',
          'Changes are valid when signed by both Parties. There are two copies of equal force.',
        ],
      },
    ],
    sides: 'Details and signatures of the Parties',
    annex: 'Specification',
    annexTo: (n: string, date: string) => `Annex 1 to Contract No. ${n} of ${date}`,
  },
}

type Owes = (isBuyer: boolean, sum: string, inWords: string) => string

export const reconciliationWords = {
  uk: {
    title: 'Акт звірки взаємних розрахунків',
    period: (from: string, to: string) => `за період з ${from} до ${to}`,
    preamble: (us: Side, them: Side) =>
      `${us.name} (далі — Постачальник) в особі ${us.inPersonOf ?? blank}, з одного боку, та ${them.name} (далі — Покупець) в особі ${them.inPersonOf ?? blank}, з іншого боку, склали цей акт про те, що стан взаємних розрахунків за даними обліку такий:`,
    ours: 'За даними Постачальника',
    theirs: 'За даними Покупця',
    head: ['Дата', 'Документ', 'Дебет', 'Кредит'],
    kinds: {
      invoice: (n: string) => `Рахунок № ${n}`,
      credit: (n: string) => `Повернення, кредит-нота № ${n}`,
      payment: (n: string) => `Оплата № ${n}`,
    },
    balance: (day: string) => `Сальдо на ${day}`,
    turnover: 'Обороти за період',
    nobody: 'заборгованості немає',
    owes: ((isBuyer, sum, inWords) =>
      `заборгованість ${isBuyer ? 'Покупця перед Постачальником' : 'Постачальника перед Покупцем'} становить ${sum} (${inside(inWords)})`) as Owes,
    stands: (day: string, what: string) => `За даними Постачальника на ${day} ${what}.`,
    pleaseFill:
      'Просимо заповнити свою частину, підписати акт і повернути один примірник. Якщо розбіжностей немає, досить підпису.',
  },
  en: {
    title: 'Statement of reconciliation',
    period: (from: string, to: string) => `for the period from ${from} to ${to}`,
    preamble: (us: Side, them: Side) =>
      `${us.name} (the Seller), represented by ${us.signatory ?? blank}, and ${them.name} (the Buyer), represented by ${them.signatory ?? blank}, have drawn up this statement: by their books their mutual accounts stand as follows.`,
    ours: 'By the books of the Seller',
    theirs: 'By the books of the Buyer',
    head: ['Date', 'Document', 'Debit', 'Credit'],
    kinds: {
      invoice: (n: string) => `Invoice No. ${n}`,
      credit: (n: string) => `Return, credit note No. ${n}`,
      payment: (n: string) => `Payment No. ${n}`,
    },
    balance: (day: string) => `Balance on ${day}`,
    turnover: 'Turnover of the period',
    nobody: 'neither side owes the other anything',
    owes: ((isBuyer, sum, inWords) =>
      `${isBuyer ? 'the Buyer owes the Seller' : 'the Seller owes the Buyer'} ${sum} (${inside(inWords)})`) as Owes,
    stands: (day: string, what: string) => `By the books of the Seller, on ${day} ${what}.`,
    pleaseFill:
      'Please fill in your side, sign the statement and return one copy. Where nothing differs, a signature is enough.',
  },
}
