export { builtInRoles } from './roles.ts'
export { role } from './role.ts'
export { team, user, type User } from './user.ts'
export { workspace } from './module.ts'
