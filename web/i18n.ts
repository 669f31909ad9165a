import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export type Locale = 'en' | 'uk'
export const locales: readonly Locale[] = ['en', 'uk']
export const localeNames: Record<Locale, string> = { en: 'English', uk: 'Українська' }

const key = 'kolo.locale'
const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale)

// One chunk per language: nobody loads the other one.
const texts: Record<Locale, () => Promise<{ default: object }>> = {
  en: () => import('./locales/en.ts'),
  uk: () => import('./locales/uk.ts'),
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
  if (i18next.hasResourceBundle(locale, 'translation')) return void (await i18next.changeLanguage(locale))
  i18next.addResourceBundle(locale, 'translation', (await texts[locale]()).default)
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
export const guessedLocale = () => setLocale(guessLocale())

export const currentLocale = (): Locale => (i18next.language === 'uk' ? 'uk' : 'en')
