export { product, productGroup, type Product } from './product.ts'
export { catalog } from './module.ts'
