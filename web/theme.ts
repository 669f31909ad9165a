/** What the user chose; 'auto' follows the machine. */
export type Theme = 'auto' | 'light' | 'dark'

const key = 'kolo.theme'
const dark = matchMedia('(prefers-color-scheme: dark)')

export const storedTheme = (): Theme => {
  const value = localStorage.getItem(key)
  return value === 'light' || value === 'dark' ? value : 'auto'
}

const show = (theme: Theme) => {
  const isDark = theme === 'dark' || (theme === 'auto' && dark.matches)
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
}

export function setTheme(theme: Theme) {
  localStorage.setItem(key, theme)
  show(theme)
}

/** Shows the stored theme and keeps following the machine while the choice is 'auto'. */
export function startTheme() {
  show(storedTheme())
  dark.addEventListener('change', () => show(storedTheme()))
}
