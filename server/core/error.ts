/** One thing wrong with one value. `path` is the JSON path in the request, e.g. `items.3.amount.currency`. */
export type Problem = {
  path: string
  message: string
  code?: string
  /** The record that has the value already, if he may see it. */
  record?: { entity: string; id: string; title: string }
}

/** 400: the request does not read; every bad field is named. */
export class Invalid extends Error {
  problems: Problem[]
  constructor(problems: Problem[]) {
    super(problems.map((p) => `${p.path}: ${p.message}`).join('\n'))
    this.problems = problems
  }
}

/** 409: the request reads, but the business says no; `code` is declared by the operation. */
export class Refused extends Error {
  code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** 404: not there, or not yours: the two read the same. */
export class Missing extends Error {
  entity: string
  id: string
  constructor(entity: string, id: string) {
    super(`There is no ${entity} ${id}, or you may not see it.`)
    this.entity = entity
    this.id = id
  }
}

/** 403: this role may not do this at all. */
export class Forbidden extends Error {}

/** 412: somebody changed the record since it was read; `current` is what it is now. */
export class Conflict extends Error {
  current: unknown
  constructor(current: unknown) {
    super('Somebody else changed this record since you read it.')
    this.current = current
  }
}
