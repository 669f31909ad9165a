export { product, productGroup, units, type Product } from './product.ts'
export { productUnit } from './product-unit.ts'
export { catalog } from './module.ts'
