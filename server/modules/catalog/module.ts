import type { Module } from '#core/catalogue.ts'
import { productUnit } from './product-unit.ts'
import { product, productGroup } from './product.ts'
import { kitPart, productLink } from './related.ts'
import { writeKitParts } from './write-kit-part.ts'

export const catalog: Module = {
  name: 'catalog',
  label: { en: 'Catalogue', uk: 'Каталог' },
  uses: ['workspace'],
  entities: [product, productGroup, productUnit, kitPart, productLink],
  operations: writeKitParts,
}
