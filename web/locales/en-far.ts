import { textsOf } from './texts.ts'

/** What the screens say that are seldom opened; fetched with the first of them. */
export default textsOf(
  import.meta.glob<object>(['./en/*.json', '!./en/{form,list,record,shell,ui}.json'], {
    eager: true,
    import: 'default',
  }),
)
