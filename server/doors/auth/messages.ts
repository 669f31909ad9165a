import type { Locale, Text } from '#core/text.ts'

/** What a person reads, by code: better-auth's codes and our own. */
export const sentences = {
  PASSWORD_TOO_SHORT: {
    en: 'Use at least 10 characters.',
    uk: 'Щонайменше 10 символів.',
  },
  PASSWORD_TOO_LONG: { en: 'Use at most 128 characters.', uk: 'Щонайбільше 128 символів.' },
  PASSWORD_TOO_COMMON: {
    en: 'This password is among the first that are guessed. Choose another.',
    uk: 'Цей пароль серед перших, які вгадують. Оберіть інший.',
  },
  PASSWORD_HAS_EMAIL: {
    en: 'The password must not contain your e-mail address.',
    uk: 'Пароль не повинен містити вашу адресу е-пошти.',
  },
  INVALID_EMAIL: { en: 'This is not an e-mail address.', uk: 'Це не адреса е-пошти.' },
  INVALID_EMAIL_OR_PASSWORD: {
    en: 'The e-mail address or the password is wrong.',
    uk: 'Адреса е-пошти або пароль неправильні.',
  },
  INVALID_PASSWORD: { en: 'The password is wrong.', uk: 'Пароль неправильний.' },
  USER_INACTIVE: {
    en: 'Your access is switched off. Ask an administrator.',
    uk: 'Ваш доступ вимкнено. Зверніться до адміністратора.',
  },
  TOO_MANY_REQUESTS: {
    en: 'Too many attempts. Wait a little and try again.',
    uk: 'Забагато спроб. Зачекайте трохи й спробуйте знову.',
  },
  INVALID_CODE: { en: 'The code is wrong or too old.', uk: 'Код неправильний або застарілий.' },
  INVALID_BACKUP_CODE: {
    en: 'This backup code is wrong or used already.',
    uk: 'Цей резервний код неправильний або вже використаний.',
  },
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: {
    en: 'Too many wrong codes. Sign in again from the start.',
    uk: 'Забагато неправильних кодів. Увійдіть спочатку.',
  },
  ACCOUNT_TEMPORARILY_LOCKED: {
    en: 'Too many wrong codes. Try again in a quarter of an hour.',
    uk: 'Забагато неправильних кодів. Спробуйте за чверть години.',
  },
  INVALID_TWO_FACTOR_COOKIE: {
    en: 'This sign-in has taken too long. Begin again with your password.',
    uk: 'Цей вхід тривав задовго. Почніть знову з пароля.',
  },
  TOTP_ALREADY_ENABLED: {
    en: 'The second factor is on already. Switch it off first.',
    uk: 'Другий фактор уже ввімкнено. Спершу вимкніть його.',
  },
  SESSION_NOT_FRESH: {
    en: 'Sign in again before you do this.',
    uk: 'Увійдіть знову, перш ніж це робити.',
  },
  UNAUTHORIZED: { en: 'Sign in first.', uk: 'Спершу увійдіть.' },
  NOT_ADMINISTRATOR: {
    en: 'Only an administrator may do this.',
    uk: 'Це може робити лише адміністратор.',
  },
  SESSION_ONLY: {
    en: 'Sign in with a browser to do this; an API key may not.',
    uk: 'Для цього увійдіть у браузері; ключ API цього не може.',
  },
  FOREIGN_ORIGIN: {
    en: 'This request came from another site and was refused.',
    uk: 'Цей запит надійшов з іншого сайту, тож його відхилено.',
  },
  INVITATION_USED: {
    en: 'This link was used already or is too old. Ask an administrator for a new one.',
    uk: 'Це посилання вже використане або застаріле. Попросіть в адміністратора нове.',
  },
  USER_WITHOUT_EMAIL: {
    en: 'Give this person an e-mail address before you invite him.',
    uk: 'Додайте цій людині адресу е-пошти, перш ніж запрошувати.',
  },
  KEY_ROLE_TOO_WIDE: {
    en: 'A key may carry your own role or a narrower one.',
    uk: 'Ключ може мати вашу роль або вужчу.',
  },
  PASSKEY_UNVERIFIED: {
    en: 'The device did not check that it is you. Use one with a PIN, a fingerprint or a face.',
    uk: 'Пристрій не перевірив, що це ви. Скористайтеся таким, що має PIN, відбиток чи обличчя.',
  },
  PASSKEY_NOT_FOUND: {
    en: 'Kolo does not know this passkey.',
    uk: 'Kolo не знає цього ключа доступу.',
  },
  AUTHENTICATION_FAILED: {
    en: 'The passkey was not accepted.',
    uk: 'Ключ доступу не прийнято.',
  },
  PROVIDER_UNREACHABLE: {
    en: 'No OpenID Connect provider answers at this address.',
    uk: 'За цією адресою не відповідає жоден постачальник OpenID Connect.',
  },
  PROVIDER_INSIDE: {
    en: 'This address lies inside the network. The operator has to allow it in KOLO_TRUSTED_ISSUERS.',
    uk: 'Ця адреса в межах внутрішньої мережі. Її має дозволити оператор у KOLO_TRUSTED_ISSUERS.',
  },
  PROVIDER_UNKNOWN: {
    en: 'There is no such way to sign in.',
    uk: 'Такого способу входу немає.',
  },
  SSO_EMAIL_UNVERIFIED: {
    en: 'The provider has not verified this e-mail address.',
    uk: 'Постачальник не підтвердив цю адресу е-пошти.',
  },
  SSO_DOMAIN: {
    en: 'People with this e-mail address may not sign in this way.',
    uk: 'Люди з такою адресою е-пошти не можуть увійти в цей спосіб.',
  },
  SSO_UNKNOWN_PERSON: {
    en: 'Nobody in Kolo has this e-mail address. Ask an administrator to add you.',
    uk: 'У Kolo ні в кого немає такої адреси. Попросіть адміністратора додати вас.',
  },
  SSO_OTHER_IDENTITY: {
    en: 'This person signs in with another identity of that provider.',
    uk: 'Ця людина входить з іншою особою того постачальника.',
  },
  TOO_LARGE: { en: 'The request is too large.', uk: 'Запит завеликий.' },
  NUL: { en: 'The request contains a NUL character.', uk: 'Запит містить символ NUL.' },
  NOT_FOUND: { en: 'There is nothing at this address.', uk: 'За цією адресою нічого немає.' },
  FAULT: {
    en: 'Something went wrong on our side. Try again; if it happens again, tell an administrator.',
    uk: 'Щось пішло не так на нашому боці. Спробуйте знову; якщо повториться, скажіть адміністратору.',
  },
} satisfies Record<string, Text>

/** The reader's language, from what his browser asks for. */
export const readerLocale = (headers: Headers): Locale =>
  /^\s*uk\b/i.test(headers.get('accept-language') ?? '') ? 'uk' : 'en'

export const sentenceFor = (code: string | undefined, locale: Locale): string | undefined =>
  code ? (sentences as Record<string, Text>)[code]?.[locale] : undefined
