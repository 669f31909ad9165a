import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export type Locale = 'en' | 'uk'
export const locales: readonly Locale[] = ['en', 'uk']
export const localeNames: Record<Locale, string> = { en: 'English', uk: 'Українська' }

const key = 'kolo.locale'
const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale)

type Part = 'near' | 'far'
// A chunk for each language and part: nobody loads the other language, and settings only when they are opened.
const texts: Record<Locale, Record<Part, () => Promise<{ default: object }>>> = {
  en: { near: () => import('./locales/en.ts'), far: () => import('./locales/en-far.ts') },
  uk: { near: () => import('./locales/uk.ts'), far: () => import('./locales/uk-far.ts') },
}
const wanted = new Set<Part>(['near'])

async function load(locale: Locale, part: Part) {
  i18next.addResourceBundle(locale, 'translation', (await texts[locale][part]()).default, true, true)
}

/** Before anybody has signed in: what was chosen on this machine, else what the browser asks for. */
export const guessLocale = (): Locale => {
  const stored = localStorage.getItem(key)
  if (isLocale(stored)) return stored
  return navigator.languages.some((l) => l.startsWith('uk')) ? 'uk' : 'en'
}

export async function setLocale(locale: Locale) {
  localStorage.setItem(key, locale)
  document.documentElement.lang = locale
  await Promise.all([...wanted].map((part) => load(locale, part)))
  await i18next.changeLanguage(locale)
}

/** Texts come with the first route: of the language guessed, or of the user's own. */
export function startI18n() {
  void i18next.use(initReactI18next).init({
    lng: guessLocale(),
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  })
  // Who was here before most likely speaks the same language still: no need to wait for the server to say so.
  if (isLocale(localStorage.getItem(key))) void setLocale(guessLocale())
}

/** For screens that are shown before anybody is known. */
export function guessedLocale() {
  wanted.add('far')
  return setLocale(guessLocale())
}

/** For screens whose texts do not come with the first one. */
export async function farTexts() {
  wanted.add('far')
  await load(currentLocale(), 'far')
}

export const currentLocale = (): Locale => (i18next.language === 'uk' ? 'uk' : 'en')
