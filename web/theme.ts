/** What the user chose; 'system' follows the machine. */
export type Theme = 'system' | 'light' | 'dark'

const key = 'kolo.theme'
const dark = matchMedia('(prefers-color-scheme: dark)')

export const storedTheme = (): Theme => {
  const value = localStorage.getItem(key)
  return value === 'light' || value === 'dark' ? value : 'system'
}

const show = (theme: Theme) => {
  const isDark = theme === 'dark' || (theme === 'system' && dark.matches)
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
}

export function setTheme(theme: Theme) {
  localStorage.setItem(key, theme)
  show(theme)
}

/** Shows the stored theme and keeps following the machine while the choice is 'system'. */
export function startTheme() {
  show(storedTheme())
  dark.addEventListener('change', () => show(storedTheme()))
}
