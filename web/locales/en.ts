/** Every file of this language, by its name: `t('list.filter')` reads list.json. */
const files = import.meta.glob<object>('./en/*.json', { eager: true, import: 'default' })

export default Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ''), texts]),
)
