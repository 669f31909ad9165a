export {
  availableOf,
  release,
  reserve,
  takeOut,
  type Available,
  type Shortage,
  type Wanted,
} from './reserve.ts'
export { stock } from './module.ts'
