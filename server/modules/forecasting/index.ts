export { freeze } from './freeze.ts'
export { forecasting } from './module.ts'
