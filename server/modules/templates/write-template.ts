import { Invalid, Missing, type Problem } from '#core/error.ts'
import { text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { create, update } from '#core/stock.ts'
import { labelOf } from '#core/entity.ts'
import { mayRead, nothing } from '#core/access.ts'
import { documentTemplate, type DocumentTemplate } from './document-template.ts'
import { inspect } from './filling/fill.ts'
import { loopsOf, ours, ownNames, planOf } from './plan.ts'
import { sayTrouble, sayWrong } from './said.ts'
import { parse, tagsOf, TemplateTrouble, type Node, type Tag } from './tags.ts'

type Item = Record<string, unknown>
type Source = Pick<DocumentTemplate, 'format' | 'file' | 'body'>

const most = 10_000_000
const lineOf = (source: string) => (at: number) => `↓${source.slice(0, at).split('\n').length}`

export const nodesOf = (body: string): Node[] => parse(body, lineOf(body))

/** What a template asks for. Throws TemplateTrouble. */
export async function tagsIn(
  { kolo }: Pick<Context, 'kolo'>,
  { format, file, body }: Source,
): Promise<Tag[]> {
  if (format === 'text') return tagsOf(nodesOf(body ?? ''))
  if (!file) throw new TemplateTrouble('not_office')
  if (file.size > most) throw new TemplateTrouble('too_large')
  return inspect(format as 'docx' | 'xlsx', await kolo.files.bytes(file))
}

/** A template is read when it is brought, so that it does not fail him who needs the document. */
async function problemOf(
  c: Context,
  t: Source & { entity: string },
): Promise<(Omit<Problem, 'message'> & { said: string }) | null> {
  const { locale } = c.actor
  const say = (en: string, uk: string) => (locale === 'uk' ? uk : en)
  const target = [...c.kolo.allEntities()].find((e) => e.name === t.entity)
  const rights = c.kolo.rightsOf(c.actor)
  if (!target || target.follows || (rights[target.name] ?? nothing).read === 'none')
    return {
      path: 'entity',
      code: 'no_entity',
      said: say(
        'There is no such kind of record, or none that a document is made of.',
        'Такого виду записів немає, або документів з нього не роблять.',
      ),
    }
  const path = t.format === 'text' ? 'body' : 'file'
  if (!t[path])
    return { path, code: 'required', said: say('The template itself is missing.', 'Немає самого шаблону.') }
  try {
    const { wrong } = planOf(c.kolo, target, rights, await tagsIn(c, t))
    return wrong.length ? { path, code: 'no_field', said: sayWrong(wrong, locale) } : null
  } catch (error) {
    if (!(error instanceof TemplateTrouble)) throw error
    return { path, code: error.trouble.code, said: sayTrouble(error.trouble, locale) }
  }
}

async function prepare(c: Context, items: Item[], before: Plain[]): Promise<Item[]> {
  const problems: Problem[] = []
  for (const [i, item] of items.entries()) {
    const whole = { format: 'text', ...before[i], ...item } as unknown as Source & { entity: string }
    const isTouched = ['entity', 'format', 'file', 'body'].some((key) => key in item)
    const found = isTouched ? await problemOf(c, whole) : null
    if (found) problems.push({ path: `items.${i}.${found.path}`, code: found.code!, message: found.said })
  }
  if (problems.length) throw new Invalid(problems)
  return items
}

export const createTemplate = create(documentTemplate, { prepare })
export const updateTemplate = update(documentTemplate, { prepare })

type Offered = { path: string; label: string }

/** What templates of an entity may name, of what this user may see himself. */
export const templateFields = operation({
  name: 'documentTemplate.fields',
  summary: { en: 'Fields that a template may name', uk: 'Поля, які може називати шаблон' },
  effect: 'read',
  input: { entity: text({ required: true, max: 60, label: { en: 'For', uk: 'Для чого' } }) },
  needs: { documentTemplate: 'read' },
  async run(c, { entity }) {
    const { locale } = c.actor
    const rights = c.kolo.rightsOf(c.actor)
    const e = c.kolo.entity(entity)
    const own = (name: string) => {
      const target = c.kolo.entity(name)
      const right = rights[name] ?? nothing
      return right.read === 'none'
        ? []
        : Object.entries(target.fields).filter(([key, f]) => mayRead(right, key) && !f.kind.carries)
    }
    const named = (name: string, prefix = '', before = ''): Offered[] =>
      own(name).map(([key, f]) => ({
        path: prefix + key,
        label: before + labelOf(key.replace(/^custom\./, ''), f)[locale],
      }))
    const fields = own(entity).flatMap(([key, f]) => {
      const label = labelOf(key.replace(/^custom\./, ''), f)[locale]
      return [{ path: key, label }, ...(f.entity ? named(f.entity, `${key}.`, `${label} › `) : [])]
    })
    const loops = [...loopsOf(c.kolo, e, rights)].map(([path, { entity: rows, by }]) => ({
      path,
      label: `${rows.labelPlural[locale]}${path.includes('.') ? ` (${labelOf(by, rows.fields[by]!)[locale]})` : ''}`,
      fields: named(rows.name),
    }))
    return { fields, loops, own: [...ownNames], ours: named('issuer', `${ours}.`) }
  },
})

/** The template as it is, for who makes documents by it. */
export async function templateIn(c: Context, id: string): Promise<DocumentTemplate> {
  const [found] = await c.kolo.readIn(c.tx, 'documentTemplate', [id])
  if (!found || found['deletedAt']) throw new Missing('documentTemplate', id)
  return found as unknown as DocumentTemplate
}
