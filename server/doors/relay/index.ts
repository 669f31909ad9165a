export { startRelay, type RelayOptions } from './relay.ts'
