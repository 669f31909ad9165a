import type { Kind } from '../kind.ts'
import { booleanKind, choiceKind, lifecycleKind, multiKind, tagsKind } from './choice.ts'
import { addressKind, emailKind, messengerKind, phoneKind } from './contact-ways.ts'
import { dateKind, timeKind } from './date.ts'
import { conditionKind, formulaKind, rollupKind } from './formula.ts'
import { fileKind, imageKind, jsonKind, linkKind } from './link.ts'
import { moneyKind } from './money.ts'
import { durationKind, numberKind, percentKind } from './number.ts'
import { personNameKind } from './person-name.ts'
import { placeKind } from './place.ts'
import { recordKind } from './record.ts'
import { referenceKind } from './reference.ts'
import { richTextKind } from './rich-text.ts'
import { longTextKind, textKind } from './text.ts'

export { boolean, choice, lifecycle, multi, tags } from './choice.ts'
export {
  address,
  email,
  emailOf,
  messenger,
  phone,
  phoneOf,
  isWay,
  type Address,
  type Messenger,
  type Way,
} from './contact-ways.ts'
export { date, time } from './date.ts'
export { condition, formula, rolled } from './formula.ts'
export { file, image, json, link, type File } from './link.ts'
export { money, type Money } from './money.ts'
export { duration, number, percent } from './number.ts'
export { personName, nameText, type PersonName } from './person-name.ts'
export { place } from './place.ts'
export { record, type RecordRef } from './record.ts'
export { ref, type Reference } from './reference.ts'
export { richText } from './rich-text.ts'
export { longText, text } from './text.ts'

/** Every kind of field, by name. */
export const kinds: Record<string, Kind> = Object.fromEntries(
  [
    textKind,
    longTextKind,
    richTextKind,
    numberKind,
    percentKind,
    moneyKind,
    dateKind,
    timeKind,
    choiceKind,
    lifecycleKind,
    multiKind,
    booleanKind,
    referenceKind,
    recordKind,
    emailKind,
    phoneKind,
    linkKind,
    addressKind,
    messengerKind,
    fileKind,
    imageKind,
    durationKind,
    tagsKind,
    personNameKind,
    formulaKind,
    conditionKind,
    rollupKind,
    jsonKind,
    placeKind,
  ].map((k) => [k.name, k]),
)
