export { product, productGroup, units, type Product } from './product.ts'
export { productUnit } from './product-unit.ts'
export { kitPart, productLink } from './related.ts'
export { catalog } from './module.ts'
