import { ref } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { availableOf } from './reserve.ts'

export const stockOf = operation({
  name: 'product.stock',
  summary: { en: 'Stock by warehouse', uk: 'Залишки за складами' },
  effect: 'read',
  input: { product: ref('product', { required: true, label: { uk: 'Товар' } }) },
  needs: { product: 'read', stockLevel: 'read' },
  run: async (c, { product }) => ({ places: await availableOf(c.tx, [product]) }),
})
