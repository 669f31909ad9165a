import sql from 'sql-template-tag'
import { address } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { placedOf } from './placed.ts'

/** Tells of towns, of nobody's record. */
export const findPlace = operation({
  name: 'map.find',
  summary: { en: 'Find an address’s town on the map', uk: 'Знайти місто адреси на мапі' },
  about: {
    en: 'Answers with place: latitude and longitude of the town that the address names, or null where that cannot be told.',
    uk: 'Відповідає place: широта й довгота населеного пункту з адреси, або null, якщо його не впізнати.',
  },
  effect: 'read',
  input: { address: address({ required: true, label: { uk: 'Адреса' } }) },
  needs: { account: 'read' },
  async run({ tx, kolo }, { address }) {
    const [named] = await tx.rows<{ key: string | null }>(
      sql`select place_key(jsonb_build_array(${JSON.stringify(address)}::jsonb)) as key`,
    )
    const [found] = named!.key ? await placedOf(tx, kolo, [named!.key]) : []
    return { place: found?.point ? { latitude: found.latitude!, longitude: found.longitude! } : null }
  },
})
