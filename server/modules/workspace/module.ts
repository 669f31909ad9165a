import type { Module } from '#core/catalogue.ts'
import { choiceOption, customField, customObject } from './custom.ts'
import {
  createChoiceOption,
  createCustomField,
  createCustomObject,
  leaveAndReturn,
  updateChoiceOption,
  updateCustomField,
  updateCustomObject,
} from './manage-customs.ts'
import { createRole, setRights, updateRole } from './manage-roles.ts'
import { createUser, removeRole, removeUser, updateUser } from './manage-users.ts'
import { role } from './role.ts'
import { team, user } from './user.ts'
import { createWebhook, pingWebhook, renewSecret, replayWebhook, updateWebhook } from './manage-webhooks.ts'
import { view } from './view.ts'
import { webhook } from './webhook.ts'

export const workspace: Module = {
  name: 'workspace',
  label: { en: 'Workspace', uk: 'Робочий простір' },
  uses: [],
  entities: [user, team, role, view, customField, customObject, choiceOption, webhook],
  operations: [
    createUser,
    updateUser,
    removeUser,
    removeRole,
    createRole,
    updateRole,
    setRights,
    createChoiceOption,
    updateChoiceOption,
    createCustomField,
    updateCustomField,
    createCustomObject,
    updateCustomObject,
    ...leaveAndReturn,
    createWebhook,
    updateWebhook,
    renewSecret,
    pingWebhook,
    replayWebhook,
  ],
  events: ['role.rights_changed', 'webhook.secret_renewed', 'webhook.pinged', 'webhook.replayed'],
}
