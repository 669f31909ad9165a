export { internalRequest, type InternalRequest } from './internal-request.ts'
export { requests } from './module.ts'
