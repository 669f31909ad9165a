export { freeze } from './freeze.ts'
export { periodAt, plusDays, shifted, weekOf } from './period.ts'
export { forecasting } from './module.ts'
