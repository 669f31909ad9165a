import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { entity } from '#core/entity.ts'
import { Invalid, type Problem } from '#core/error.ts'
import {
  boolean,
  choice,
  emailOf,
  link,
  longText,
  multi,
  number,
  phoneOf,
  ref,
  text,
} from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { systemActor } from '#core/actor.ts'
import { check } from '#core/schema.ts'
import { sources } from '#modules/parties/index.ts'
import { cameAgain, holdWays, nameOf, openLeadOf, type Ways } from './take-up.ts'

export const askable = ['name', 'company', 'jobTitle', 'phone', 'email', 'region', 'interest'] as const
export type Asked = (typeof askable)[number]
const labels: Record<Asked, [string, string]> = {
  name: ['Name', 'Ім’я'],
  company: ['Company', 'Компанія'],
  jobTitle: ['Position', 'Посада'],
  phone: ['Phone', 'Телефон'],
  email: ['E-mail', 'E-mail'],
  region: ['Region', 'Регіон'],
  interest: ['What are you interested in?', 'Що вас цікавить?'],
}
export const labelOfAsked = (key: Asked, locale: string) => labels[key][locale === 'uk' ? 1 : 0]
const options = askable.map((key) => ({ key, label: { en: labels[key][0], uk: labels[key][1] } }))

/** A page where anybody leaves his name: what it asks, and what becomes of the answers. */
export const webForm = entity('webForm', {
  label: { en: 'Web form', uk: 'Вебформа', many: { en: 'Web forms', uk: 'Вебформи' } },
  icon: 'form',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    slug: text({
      required: true,
      max: 60,
      unique: true,
      label: { en: 'Address', uk: 'Адреса' },
      hint: { en: 'Small Latin letters: /f/boilers', uk: 'Малі латинські літери: /f/boilers' },
    }),
    isActive: boolean({ start: true, label: { en: 'Open', uk: 'Відкрита' } }),
    locale: choice({
      start: 'uk',
      label: { en: 'Language', uk: 'Мова' },
      options: [
        { key: 'uk', label: { en: 'Ukrainian', uk: 'Українська' } },
        { key: 'en', label: { en: 'English', uk: 'Англійська' } },
      ],
    }),
    heading: text({ max: 300, label: { en: 'Heading', uk: 'Заголовок' } }),
    intro: longText({ label: { en: 'Words before it', uk: 'Вступний текст' } }),
    asks: multi({ options, label: { en: 'Asks for', uk: 'Питає' } }),
    requires: multi({ options, label: { en: 'Cannot do without', uk: 'Обов’язкове' } }),
    consent: text({
      max: 1000,
      label: { en: 'Agreement', uk: 'Згода' },
      hint: { en: 'What is agreed to by ticking', uk: 'На що погоджуються, ставлячи позначку' },
    }),
    thanks: text({ max: 500, label: { en: 'Thanks', uk: 'Подяка' } }),
    next: link({ label: { en: 'Page after it', uk: 'Сторінка після' } }),
    source: choice({
      options: sources,
      editable: true,
      set: 'source',
      start: 'site',
      label: { uk: 'Джерело' },
    }),
    campaign: text({ max: 200, label: { uk: 'Кампанія' } }),
    product: ref('product', { onDelete: 'clear', label: { uk: 'Товар' } }),
  },
  managed: {
    received: number({ label: { en: 'Received', uk: 'Отримано' } }),
    refused: number({ label: { en: 'Refused as spam', uk: 'Відхилено як спам' } }),
  },
  list: { columns: ['name', 'slug', 'isActive', 'received', 'refused', 'campaign'], sort: 'name' },
  form: [
    { section: { en: 'Form', uk: 'Форма' }, fields: ['name', 'slug', 'isActive', 'locale'] },
    {
      section: { en: 'Page', uk: 'Сторінка' },
      fields: ['heading', 'intro', 'asks', 'requires', 'consent', 'thanks', 'next'],
    },
    { section: { en: 'Becomes a lead', uk: 'Стає лідом' }, fields: ['source', 'campaign', 'product'] },
  ],
  access: {
    manager: { read: 'all' },
    marketing: { read: 'all', create: true, update: 'all', delete: 'all' },
  },
  keys: ['slug'],
})

export type FormPage = {
  id: string
  slug: string
  name: string
  locale: 'uk' | 'en'
  heading: string | null
  intro: string | null
  asks: Asked[]
  requires: Asked[]
  consent: string | null
  thanks: string | null
  next: string | null
  source: string | null
  campaign: string | null
  product: string | null
}

/** The form at an address; null when there is none that is open. */
export const formAt = (kolo: Kolo, slug: string): Promise<FormPage | null> =>
  kolo.db.system(
    async (tx) =>
      (await tx.one<FormPage>(sql`select id, slug, name, coalesce(locale, 'uk') as locale, heading, intro,
          coalesce(asks, '["name","phone","email","interest"]') as asks, coalesce(requires, '[]') as requires, consent, thanks,
          next, source, campaign, product_id as product
        from web_forms where slug = ${slug} and is_active and deleted_at is null`)) ?? null,
  )

export const countRefused = (kolo: Kolo, form: string) =>
  kolo.db.system((tx) =>
    tx.rows(sql`update web_forms set refused = coalesce(refused, 0) + 1 where id = ${form}::uuid`),
  )

type Answers = Partial<Record<Asked | 'consent', string>>

/** Makes a lead of what somebody sent, or adds it to the one that he has. As the system: who sends a public form is nobody here. Throws Invalid that names
 * the fields as the form does. `also`: what stands or falls with its being taken. */
export async function takeForm(
  kolo: Kolo,
  form: FormPage,
  answers: Answers,
  touch: string,
  also: (tx: Tx, lead: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<string> {
  const given = (key: Asked) => (answers[key] ?? '').trim().slice(0, 4000)
  const problems: Problem[] = form.requires
    .filter((key) => !given(key))
    .map((path) => ({ path, message: 'Fill this in.', code: 'required' }))
  if (form.consent && !answers.consent)
    problems.push({ path: 'consent', message: 'Fill this in.', code: 'required' })
  if (!given('name') && !given('phone') && !given('email'))
    problems.push({ path: 'name', message: 'Fill this in.', code: 'required' })
  if (problems.length) throw new Invalid(problems)
  const [last, first] = nameOf(given('name'))
  const item = {
    ...(last || first ? { person: { last, first } } : {}),
    company: given('company').slice(0, 300) || null,
    jobTitle: given('jobTitle').slice(0, 200) || null,
    region: given('region').slice(0, 200) || null,
    interest: given('interest') || null,
    phones: given('phone') ? [{ value: given('phone'), primary: true }] : null,
    emails: given('email') ? [{ value: given('email'), primary: true }] : null,
    source: form.source ?? 'site',
    campaign: form.campaign,
    product: form.product,
    firstTouch: touch.slice(0, 500),
    firstTouchAt: new Date().toISOString(),
  }
  const ways: Ways = { phone: phoneOf(given('phone')), email: emailOf(given('email')) }
  const asker = systemActor('api')
  const id = await kolo.db
    .as(asker, async (tx) => {
      await holdWays(tx, ways)
      const there = await openLeadOf(tx, ways)
      const o = kolo.operation(there ? 'lead.update' : 'lead.create')
      const one = there ? { id: there.id, interest: cameAgain(there, form.name, given('interest')) } : item
      const input = check(kolo.schemaOf(asker, o), { items: [one] }, asker.locale)
      return ((await kolo.runIn(tx, o, input)) as { items: { id: string }[] }).items[0]!.id
    })
    .catch((error: unknown) => {
      throw error instanceof Invalid ? new Invalid(error.problems.map(asAsked)) : error
    })
  await kolo.db.system(async (tx) => {
    await tx.rows(
      sql`update leads set form_id = ${form.id}::uuid, consent = ${form.consent} where id = ${id}::uuid`,
    )
    await also(tx, id)
    await tx.rows(sql`update web_forms set received = coalesce(received, 0) + 1 where id = ${form.id}::uuid`)
  })
  return id
}

const asAsked = <P extends { path: string }>(p: P): P => ({
  ...p,
  path: p.path
    .replace(/^items\.0\./, '')
    .replace(/^(phone|email)s.*$/, '$1')
    .replace(/^person.*$/, 'name'),
})
