import { resolve } from 'node:path'

/** npm changes into the project's directory; what the user types is meant where he stands. */
export const pathOf = (typed: string) => resolve(process.env['INIT_CWD'] ?? process.cwd(), typed)
