import { byPlural, type Catalogue } from '../catalogue.ts'

/** The entity whose list or record is on the screen. */
export const currentEntity = (catalogue: Catalogue) =>
  byPlural(catalogue, location.pathname.split('/')[1] ?? '')
