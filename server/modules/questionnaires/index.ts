export { questionnaires } from './module.ts'
export { scored, type Answers, type Question } from './questions.ts'
