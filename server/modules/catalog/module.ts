import type { Module } from '#core/catalogue.ts'
import { productUnit } from './product-unit.ts'
import { product, productGroup } from './product.ts'

export const catalog: Module = {
  name: 'catalog',
  label: { en: 'Catalogue', uk: 'Каталог' },
  uses: ['workspace'],
  entities: [product, productGroup, productUnit],
  operations: [],
}
