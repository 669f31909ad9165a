import type { ComponentType } from 'react'
import type { Field } from '../catalogue.ts'

export type EditProps<T> = {
  field: Field
  value: T | null
  onChange: (value: T | null) => void
  /** In a form: what its other fields say. */
  among?: Readonly<Record<string, unknown>> | undefined
  /** Chosen, not typed: a cell may close at once. */
  onPicked?: (() => void) | undefined
  /** In a cell: without a frame, and open where there is something to open. */
  bare?: boolean | undefined
  autoFocus?: boolean | undefined
  id?: string | undefined
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
  invalid?: boolean | undefined
  disabled?: boolean | undefined
}

/** The record and the field a value stands in. */
export type Place = { plural: string; id: string; path: string }

/** All that the web knows about a kind of value. Code outside a kind never asks which it is. */
export type WebKind<T = any> = {
  /** In one line of plain text. */
  text: (value: T, field: Field) => string
  /** How it looks; its text, if not said. `inside` a link or a button nothing of it may be pressed. */
  Show?: ComponentType<{ value: T; field: Field; inside?: boolean; at?: Place | undefined }>
  /** All of it, where there is room for more than a line. */
  Whole?: ComponentType<{ value: T; field: Field }>
  Edit: ComponentType<EditProps<T>>
  /** Figures stand at the right. */
  align?: 'end'
  /** Of a column, in pixels. */
  width: number
  /** Spoken of as before and after, not less and more. */
  isTime?: boolean
  /** Edited in forms only, among the other fields: elsewhere another one tells what it says. */
  inForms?: boolean
  /** Needs more room than a cell: edited in a popover. */
  wide?: boolean
  /** A value that stands in a filter, in words; its text, if not said. */
  compared?: (value: any, field: Field) => string
  /** What a new filter condition compares with from the start. */
  comparesFirst?: unknown
  /** Has so few or so even values that records can be grouped by it. */
  groups?: boolean
  /** People add it up without being asked. */
  adds?: boolean
  /** From what was typed to find it, when a new one is made of that; the text itself, if not said. */
  fromText?: (text: string) => T
  /** What a cell of a spreadsheet says; undefined when it does not read. Without it a cell cannot be pasted. */
  read?: (text: string, field: Field) => T | undefined
  /** As the API takes it, if that is not what it gives. */
  write?: (value: T, field: Field) => unknown
  /** The control for a filter's value, when one is compared; Edit, if not said. */
  Compare?: ComponentType<EditProps<any>>
}
