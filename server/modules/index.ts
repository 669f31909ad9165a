import { catalogueOf } from '#core/catalogue.ts'
import { agreements } from './agreements/index.ts'
import { activities } from './activities/index.ts'
import { analysis } from './analysis/index.ts'
import { approvals } from './approvals/index.ts'
import { calendars } from './calendars/index.ts'
import { outlook } from './outlook/index.ts'
import { catalog } from './catalog/index.ts'
import { comments } from './comments/index.ts'
import { configurator } from './configurator/index.ts'
import { documents } from './documents/index.ts'
import { dunning } from './dunning/index.ts'
import { duplicates } from './duplicates/index.ts'
import { files } from './files/index.ts'
import { mail } from './mail/index.ts'
import { forecasting } from './forecasting/index.ts'
import { leads } from './leads/index.ts'
import { maps } from './maps/index.ts'
import { orders } from './orders/index.ts'
import { parties } from './parties/index.ts'
import { privacy } from './privacy/index.ts'
import { pricing } from './pricing/index.ts'
import { questionnaires } from './questionnaires/index.ts'
import { quoting } from './quoting/index.ts'
import { relations } from './relations/index.ts'
import { requests } from './requests/index.ts'
import { sales } from './sales/index.ts'
import { segments } from './segments/index.ts'
import { templates } from './templates/index.ts'
import { stock } from './stock/index.ts'
import { workspace } from './workspace/index.ts'

/** Every module, in the order of the navigation. */
export const modules = [
  activities,
  calendars,
  outlook,
  leads,
  sales,
  forecasting,
  requests,
  quoting,
  mail,
  orders,
  dunning,
  agreements,
  analysis,
  parties,
  segments,
  relations,
  questionnaires,
  privacy,
  duplicates,
  maps,
  catalog,
  stock,
  pricing,
  configurator,
  approvals,
  documents,
  templates,
  comments,
  files,
  workspace,
]

export const makeCatalogue = () => catalogueOf(modules)
