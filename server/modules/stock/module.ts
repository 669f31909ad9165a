import type { Module } from '#core/catalogue.ts'
import { stockOf } from './stock-of.ts'
import { reservation, stockLevel, warehouse } from './warehouse.ts'

export const stock: Module = {
  name: 'stock',
  label: { en: 'Stock', uk: 'Склад' },
  area: 'catalog',
  uses: ['workspace', 'catalog'],
  entities: [stockLevel, warehouse, reservation],
  operations: [stockOf],
}
