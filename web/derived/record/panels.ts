import { lazy, type ComponentType } from 'react'
import type { Entity } from '../../catalogue.ts'
import { farTexts } from '../../i18n.ts'
import type { Rec } from '../../records.ts'
import type { TabName } from './tabs.ts'

export type PanelProps = { entity: Entity; record: Rec }

/** What is drawn by hand on a record's page, above its relations, and the relations (`entity.field`) it shows itself.
 * It stands in a tab (see tabs.ts), the lower `order` above the higher; 50 when nothing is said. */
export type Panel = {
  key: string
  Show: ComponentType<PanelProps>
  shows?: readonly string[]
  tab?: TabName
  order?: number
  /** It needs the room beside the fields for itself: the timeline has its own tab then. */
  wide?: boolean
}

/** A panel and the texts that do not come with the first screen. */
export const panel = (
  key: string,
  load: () => Promise<{ default: ComponentType<PanelProps> }>,
  shows: readonly string[] = [],
  place: Pick<Panel, 'tab' | 'order' | 'wide'> = {},
): Panel => ({
  key,
  shows,
  ...place,
  Show: lazy(async () => (await Promise.all([load(), farTexts()]))[0]),
})

/** Who else has it open now, beside its name. */
export const { Show: Presence } = panel('presence', () => import('./presence.tsx'))

const segmentsOf = panel('segments', () => import('../../screens/segments/segments-of-panel.tsx'))
const merged = panel('merged', () => import('../../screens/duplicates/merged-panel.tsx'))
const mail = (entity: string) =>
  panel('mail', () => import('../../screens/mail/record-mail.tsx'), [`mailThread.${entity}`], {
    tab: 'timeline',
    order: 60,
  })

const journal = panel(
  'journal',
  () => import('../../screens/activities/activity-panel.tsx'),
  ['activity.account', 'activity.contact', 'activity.deal'],
  { order: 10 },
)
const configured = panel(
  'configured',
  () => import('../../screens/configurator/configurations-panel.tsx'),
  [],
  { tab: 'sales', order: 70 },
)

const relations = panel('relations', () => import('../../screens/parties/relations-panel.tsx'), [], {
  tab: 'more',
  order: 10,
})

const dates = panel('dates', () => import('../../screens/relations/dates-panel.tsx'), ['keyDate.record'], {
  order: 30,
})
const relatedTo = panel(
  'related',
  () => import('../../screens/relations/related-panel.tsx'),
  ['relation.record'],
  {
    order: 40,
  },
)

const consents = panel(
  'consents',
  () => import('../../screens/privacy/consent-panel.tsx'),
  ['consent.record'],
  {
    order: 45,
  },
)

const personal = panel('personal', () => import('../../screens/privacy/erase-panel.tsx'), [], {
  tab: 'more',
  order: 90,
})

const selling = { tab: 'overview', order: 5, wide: true } as const
const papers = panel('papers', () => import('../../screens/selling/papers.tsx'), [], { order: 60 })
const readLines = (name: string) =>
  panel('lines', () => import('../../screens/selling/read-lines.tsx'), [`${name}Line.${name}`], selling)

const ofProduct = [
  panel('why-price', () => import('../../screens/pricing/price-panel.tsx'), [], { order: 10 }),
  panel('stock', () => import('../../screens/pricing/stock-panel.tsx'), ['stockLevel.product'], {
    order: 20,
  }),
  panel('competition', () => import('../../screens/pricing/competition-panel.tsx'), [], { order: 30 }),
]

/** By the name of the record's entity. */
export const panels: Record<string, readonly Panel[]> = {
  user: [
    panel('card', () => import('../../screens/analysis/person-screen.tsx'), [], {
      tab: 'overview',
      order: 5,
      wide: true,
    }),
  ],
  product: ofProduct,
  priceList: [panel('prices', () => import('../../screens/pricing/list-panel.tsx'), [], { order: 5 })],
  issuedPriceList: [
    panel('issued', () => import('../../screens/pricing/issued-panel.tsx'), [], { order: 5 }),
  ],
  account: [journal, mail('account'), merged, dates, relatedTo, segmentsOf, relations],
  contact: [journal, mail('contact'), merged, dates, relatedTo, segmentsOf, consents, relations, personal],
  lead: [journal, mail('lead'), merged, segmentsOf, consents, personal],
  segment: [panel('segment', () => import('../../screens/segments/segment-panel.tsx'), [], { order: 5 })],
  deal: [
    panel('playbook', () => import('../../screens/deals/playbook-panel.tsx'), [], { order: 2 }),
    journal,
    panel('lines', () => import('../../screens/deals/lines-panel.tsx'), ['dealLine.deal'], {
      tab: 'sales',
      order: 3,
    }),
    panel('team', () => import('../../screens/deals/team-panel.tsx'), ['dealMember.deal'], { order: 20 }),
    mail('deal'),
    configured,
    panel('make-quote', () => import('../../screens/selling/deal-panel.tsx'), [], { tab: 'sales', order: 5 }),
  ],
  quote: [
    panel('lines', () => import('../../screens/selling/quote-panel.tsx'), ['quoteLine.quote'], selling),
    panel('questions', () => import('../../screens/selling/questions-panel.tsx'), ['quoteQuestion.quote'], {
      order: 8,
    }),
    papers,
    configured,
  ],
  order: [
    panel('lines', () => import('../../screens/selling/order-panel.tsx'), ['orderLine.order'], selling),
    papers,
  ],
  invoice: [readLines('invoice'), papers],
  shipment: [readLines('shipment'), papers],
  agreement: [
    panel(
      'agreement',
      () => import('../../screens/agreements/agreement-panel.tsx'),
      ['agreementSignatory.agreement'],
      { order: 4 },
    ),
    papers,
  ],
  documentTemplate: [
    panel('fields', () => import('../../screens/documents/fields-panel.tsx'), [], { order: 5 }),
  ],
  optionModel: [
    panel('model', () => import('../../screens/configurator/model-panel.tsx'), [
      'modelOption.model',
      'optionRule.model',
    ]),
  ],
}

/** On the page of every record that stands by itself, for who knows the entities whose references they show. */
export const everywhere: readonly Panel[] = [
  panel('documents', () => import('../../screens/documents/documents-panel.tsx'), ['documentTemplate.id'], {
    tab: 'files',
    order: 10,
  }),
  panel(
    'questionnaires',
    () => import('../../screens/questionnaires/filled-panel.tsx'),
    ['filledQuestionnaire.record'],
    { order: 55 },
  ),
  panel('comments', () => import('../../screens/activities/comments-panel.tsx'), [], { order: 90 }),
  panel('files', () => import('../../screens/files/files-panel.tsx'), ['attachment.record'], {
    tab: 'files',
  }),
]

const sameAs = panel('same-as', () => import('../../screens/duplicates/same-as.tsx'))

/** What must be said of a record before all else, under its name; nothing, mostly. */
export const notices: Record<string, readonly Panel[]> = {
  account: [sameAs],
  contact: [sameAs],
  lead: [sameAs, panel('lead', () => import('../../screens/leads/lead-notice.tsx'))],
  activity: [panel('series', () => import('../../screens/calendar/series-notice.tsx'))],
  deal: [panel('stages', () => import('../../screens/deals/stage-path.tsx'))],
}
