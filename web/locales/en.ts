import { textsOf } from './texts.ts'

/** What the first screens say: `t('list.filter')` reads list.json. */
export default textsOf(
  import.meta.glob<object>('./en/{form,list,record,shell,ui}.json', { eager: true, import: 'default' }),
)
