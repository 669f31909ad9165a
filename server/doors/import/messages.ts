import { alsoSaid, inLocale } from '#core/messages.ts'
import type { Locale } from '#core/text.ts'
import { UnreadableFile } from './reading/table.ts'

alsoSaid({
  '“{}” is not there any more.': '«{}» уже немає.',
  // Files
  'the file is empty.': 'файл порожній.',
  'the sheet is empty.': 'аркуш порожній.',
  'this is not a text file.': 'це не текстовий файл.',
  'there are no column names in the first row.': 'у першому рядку немає назв стовпців.',
  'a quote is opened and never closed.': 'лапки відкрито й не закрито.',
  'a closing quote is followed by more text: a quote inside a value must be doubled.':
    'після закритих лапок іде ще текст: лапки всередині значення треба подвоїти.',
  'there is a quote inside a value that is not in quotes.': 'лапки всередині значення, яке саме не в лапках.',
  'there are {} cells here, but {} columns in the header.': 'тут комірок: {}, а стовпців у заголовку: {}.',
  'this line is longer than a million characters: this is not a table.':
    'рядок довший за мільйон символів: це не таблиця.',
  'at or after this line there are bytes that are not {}. Choose another encoding.':
    'у цьому рядку або далі є байти, яких немає в {}. Виберіть інше кодування.',
  '“{}” is not a known encoding. Known: {}.': '«{}» — невідоме кодування. Відомі: {}.',
  'this is not a whole XLSX file.': 'це не цілий файл XLSX.',
  'the XLSX file is damaged.': 'файл XLSX пошкоджено.',
  'the XLSX file cannot be read: {}': 'файл XLSX не читається: {}',
  'the workbook is larger than 300 MB when unpacked. Save the sheet as CSV and import that.':
    'розпакована книга більша за 300 МБ. Збережіть аркуш як CSV і імпортуйте його.',
  'there is no sheet “{}”. Sheets: {}.': 'аркуша «{}» немає. Аркуші: {}.',
  'this is an old .xls workbook. Save it as .xlsx or CSV.':
    'це стара книга .xls. Збережіть її як .xlsx або CSV.',
  'this is a PDF, not a table.': 'це PDF, а не таблиця.',
  'there is no card with anything in it.': 'немає жодної картки з даними.',
  'a series with days left out, added or moved comes in by CalDAV, not from a file.':
    'серія, у якій дні пропущено, додано чи перенесено, приходить через CalDAV, а не з файлу.',
  'there is no appointment or task in it.': 'у ньому немає жодної зустрічі чи завдання.',
  'there is text outside of any card.': 'тут текст поза картками.',
  'the card has no END:VCARD.': 'картка не має END:VCARD.',
  'this card is larger than four million characters.': 'картка більша за чотири мільйони символів.',
  'there is a line of more than four million characters.': 'є рядок, довший за чотири мільйони символів.',
  'Two columns are called “{}”: the later one is shown as “{}”.':
    'Два стовпці звуться «{}»: пізніший показано як «{}».',
  'The first row looks like values, not column names.':
    'Перший рядок схожий на значення, а не на назви стовпців.',
  // Rows
  'There is no “{}”.': '«{}» немає.',
  '“{}” is the name of {} records.': '«{}» звуться кілька записів: {}.',
  'There are {} records with this {}.': 'Записів із такими даними — {} (поле {}).',
  'You may not change “{}”.': 'Ви не можете змінювати «{}».',
  'There is no record with this id, or you may not see it.':
    'Запису з таким ідентифікатором немає, або ви не маєте до нього доступу.',
  // Decisions
  'The file has changed since it was read.': 'Файл змінився відтоді, як його прочитали.',
  'There is no field {} to write.': 'Немає поля {}, у яке можна писати.',
  'There is no column “{}”.': 'Стовпця «{}» немає.',
  'There is no column “{}” in the file.': 'Стовпця «{}» у файлі немає.',
  'No column is matched to {}.': 'Жодного стовпця не зіставлено з {}.',
  'Wait until it has ended, or stop it.': 'Дочекайтеся кінця або зупиніть його.',
  'Stop it first.': 'Спершу зупиніть його.',
  'Its file is no longer kept: upload it again.': 'Його файл уже не зберігається: завантажте його знову.',
  'Nothing is going on that could be stopped.': 'Немає чого зупиняти.',
  'Rows of it are taken in already: undo that first.': 'Рядки з нього вже прийнято: спершу скасуйте це.',
  'This import cannot be checked now.': 'Цей імпорт зараз не можна перевірити.',
  'This import cannot be run now.': 'Цей імпорт зараз не можна виконати.',
  'This import cannot be undone now.': 'Цей імпорт зараз не можна скасувати.',
  'Send one file as multipart form data.': 'Надішліть один файл як multipart form data.',
  'A file may have 2 GB at most.': 'Файл може мати щонайбільше 2 ГБ.',
  'Say what the rows of the file are, e.g. contact.': 'Скажіть, чим є рядки файлу, напр. contact.',
  'The options are not JSON.': 'Налаштування — не JSON.',
  // Undo
  'It was edited since.': 'Відтоді його змінювали.',
  '{}: it was edited since.': '{}: відтоді змінювали.',
  // Export
  'This role may not export {}.': 'Ця роль не може експортувати {}.',
  'A workbook takes {} rows at most: export as CSV.':
    'Книга вміщує рядків щонайбільше {}: експортуйте як CSV.',
})

/** What is wrong with a file as a whole, in the reader's language. */
export const unreadableIn = ({ line, reason }: UnreadableFile, locale: Locale) =>
  line
    ? `${locale === 'uk' ? 'Рядок' : 'Line'} ${line}: ${inLocale(reason, locale)}`
    : inLocale(reason, locale)

export { inLocale }
