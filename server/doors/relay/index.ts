export { startRelay, type Consumer, type RelayOptions } from './relay.ts'
export { type RelayEvent } from './position.ts'
