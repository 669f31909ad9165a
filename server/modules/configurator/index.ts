export { configuration, type Configuration } from './configuration.ts'
export { configurator } from './module.ts'
export { modelOption, optionModel, optionRule } from './option-model.ts'
