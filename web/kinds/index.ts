import { choice, multi, tags } from './choice.tsx'
import { entityName } from './entity-name.tsx'
import { file } from './file.tsx'
import { personName } from './person-name.tsx'
import {
  boolean,
  date,
  duration,
  link,
  longText,
  money,
  number,
  percent,
  place,
  richText,
  text,
  time,
} from './plain.tsx'
import { answers, questions, said } from './questions.tsx'
import { record } from './record.tsx'
import { reference } from './reference.tsx'
import { steps } from './steps.tsx'
import { address, email, messenger, phone } from './ways.tsx'
import { kinds } from './registry.ts'

Object.assign(kinds, {
  text,
  longText,
  richText,
  number,
  percent,
  money,
  place,
  date,
  time,
  choice,
  lifecycle: choice,
  multi,
  boolean,
  ref: reference,
  reference,
  record,
  entityName,
  email,
  phone,
  link,
  address,
  messenger,
  file,
  image: file,
  duration,
  tags,
  personName,
  steps,
  answers,
  questions,
  said,
})

export { calledIn, isEmpty, kindOf, textOf, titleOf, toWrite } from './registry.ts'
