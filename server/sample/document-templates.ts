import type { Language } from './language.ts'

/** Texts by which papers are made that no order or invoice brings by itself. */
export const makeDocumentTemplates = ({ say }: Language) => [
  {
    key: 'documentTemplate:letter',
    name: say({ uk: 'Лист про умови поставки', en: 'Letter on the terms of delivery' }),
    entity: 'deal',
    format: 'text',
    prefix: say({ uk: 'ВИХ', en: 'OUT' }),
    body: say({
      uk: `# Лист № {document.number}

{today|long}

**Кому:** {account.legalName}
{#contact}До уваги: {contact}{/contact}

Дякуємо за зацікавленість у співпраці. Підтверджуємо умови щодо «{name}».

{#lines}
- {product}{^product}{description}{/product}: {quantity}
{/lines}

{#amount}Орієнтовна вартість — **{amount}** ({amount|words}).{/amount}
{#closeDate}Ціни чинні до {closeDate}.{/closeDate}

З повагою,
{ours.directorPosition} {ours.director}
{ours.name}`,
      en: `# Letter No. {document.number}

{today|long}

**To:** {account.legalName}
{#contact}Attention: {contact}{/contact}

Thank you for your interest. We confirm the terms for “{name}”.

{#lines}
- {product}{^product}{description}{/product}: {quantity}
{/lines}

{#amount}The estimated cost is **{amount}** ({amount|words}).{/amount}
{#closeDate}The prices hold until {closeDate|long}.{/closeDate}

Sincerely,
{ours.englishDirector}
{ours.englishName}`,
    }),
  },
  {
    key: 'documentTemplate:packing',
    name: say({ uk: 'Комплектувальний лист', en: 'Packing list' }),
    entity: 'order',
    format: 'text',
    body: say({
      uk: `# Комплектувальний лист до замовлення № {number}

Отримувач: **{account}**

| Товар | Кількість |
|---|---|
{#lines}
| {index}. {product} {description} | {quantity} |
{/lines}

Зібрав: ________________    Перевірив: ________________`,
      en: `# Packing list for order No. {number}

Recipient: **{account}**

| Goods | Quantity |
|---|---|
{#lines}
| {index}. {product} {description} | {quantity} |
{/lines}

Packed by: ________________    Checked by: ________________`,
    }),
  },
]
