import type { Module } from '#core/catalogue.ts'
import { configuration } from './configuration.ts'
import { complete, evaluate, explain } from './configure.ts'
import { checkModel, releaseModel, retireModel, reviseModel, writeParts } from './manage-model.ts'
import { modelOption, optionModel, optionRule } from './option-model.ts'
import {
  addConfiguration,
  createConfiguration,
  reviseConfiguration,
  updateConfiguration,
} from './save-configuration.ts'

export const configurator: Module = {
  name: 'configurator',
  label: { en: 'Configurator', uk: 'Конфігуратор' },
  area: 'sales',
  aside: ['configure', 'configuration', 'optionModel'],
  uses: ['workspace', 'parties', 'catalog', 'pricing'],
  pages: [
    {
      path: 'configure',
      label: { en: 'Configure', uk: 'Конфігурувати' },
      icon: 'blocks',
      needs: { optionModel: 'read', configuration: 'create' },
    },
  ],
  entities: [configuration, optionModel, modelOption, optionRule],
  operations: [
    evaluate,
    explain,
    complete,
    checkModel,
    releaseModel,
    retireModel,
    reviseModel,
    ...writeParts,
    createConfiguration,
    updateConfiguration,
    reviseConfiguration,
    addConfiguration,
  ],
}
