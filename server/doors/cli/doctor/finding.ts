/** One thing looked at. 'bad' must be mended before Kolo works rightly; 'warn' should be. */
export type Finding = { state: 'good' | 'warn' | 'bad'; what: string; remedy?: string }

export const good = (what: string): Finding => ({ state: 'good', what })
export const warn = (what: string, remedy: string): Finding => ({ state: 'warn', what, remedy })
export const bad = (what: string, remedy: string): Finding => ({ state: 'bad', what, remedy })
