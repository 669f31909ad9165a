import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Filter } from '#core/filter.ts'
import { answer, multistatus, refusal, response } from './answer.ts'
import { principalOf } from './place.ts'
import { propsOf } from './properties.ts'
import { child, childrenOf, escaped, href, isNamed, tag, xml, xmlType, type Element } from './xml.ts'

const most = 100

/** By what people are found, and which field of theirs it is. */
const searched = {
  displayname: { name: 'D:displayname', field: 'name', about: 'Name' },
  'calendar-user-address-set': { name: 'C:calendar-user-address-set', field: 'email', about: 'E-mail' },
  'email-address-set': { name: 'S:email-address-set', field: 'email', about: 'E-mail' },
} as const

/** What is looked for, as a filter of users; null when it is nothing by which they are found. */
function filterOf(root: Element): Filter | null {
  const each = childrenOf(root, 'D', 'property-search').map((search): Filter | null => {
    const match =
      child(search, 'D', 'match')
        ?.text.trim()
        .replace(/^mailto:/i, '') ?? ''
    const by = child(search, 'D', 'prop')?.children.flatMap((e) => searched[e.name as 'displayname'] ?? [])
    return match && by?.length ? { or: by.map(({ field }) => [field, 'contains', match]) } : null
  })
  const isAny = root.attributes['test'] === 'anyof'
  if (each.length === 0 || (!isAny && each.includes(null)) || each.every((f) => f === null)) return null
  const given = each.filter((f) => f !== null)
  return isAny ? { or: given } : { and: given }
}

async function find(kolo: Kolo, actor: Actor, root: Element): Promise<Response> {
  const filter = filterOf(root)
  const { items } =
    filter && kolo.may(actor, { needs: { user: 'read' } })
      ? await kolo.list(actor, 'user', {
          filter: { and: [filter, ['isActive', 'is', true], ['account', 'empty']] },
          sort: 'name',
          limit: most,
        })
      : { items: [] }
  const asked = child(root, 'D', 'prop')?.children ?? []
  return multistatus(
    (items as unknown as { id: string; name: string; email?: string | null }[]).map(({ id, name, email }) => {
      const props = propsOf({
        'D:displayname': escaped(name),
        'D:resourcetype': tag('D:principal'),
        'D:principal-URL': href(principalOf(id)),
        'C:calendar-user-type': 'INDIVIDUAL',
        'C:calendar-user-address-set': email ? href(`mailto:${email}`) : '',
        'S:email-address-set': email ? tag('S:email-address', escaped(email)) : '',
      })
      return response(principalOf(id), props, asked)
    }),
  )
}

/** Who there is to be invited, as far as the asker may see him: RFC 3744, 9.4 and 9.5. */
export function principals(kolo: Kolo, actor: Actor, root: Element | null): Promise<Response> | Response {
  if (root && isNamed(root, 'D', 'principal-property-search')) return find(kolo, actor, root)
  if (root && isNamed(root, 'D', 'principal-search-property-set')) {
    const each = Object.values(searched).map(({ name, about }) =>
      tag(
        'D:principal-search-property',
        tag('D:prop', tag(name)) + tag('D:description', about, ' xml:lang="en"'),
      ),
    )
    return answer(200, xml('D:principal-search-property-set', each.join('')), xmlType)
  }
  return refusal(403, 'D:supported-report', 'There is no such report here.')
}
