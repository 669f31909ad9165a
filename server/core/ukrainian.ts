/** Every sentence that core and the modules may say of a value or a request, and how it is said in Ukrainian; {}
 * stands for what the sentence is about. A test reads the code and fails on a sentence that is missing here. */
export const ukrainian: Record<string, string> = {
  // Values
  'Fill this in.': 'Заповніть це поле.',
  'Write the id of a record.': 'Вкажіть ідентифікатор запису.',
  'Name a contact or a lead.': 'Назвіть контакт або лід.',
  'Write an e-mail address or a phone number.': 'Напишіть адресу е-пошти або номер телефону.',
  'Microsoft 365 has no such place.': 'У Microsoft 365 такого немає.',
  'This is no tenant.': 'Це не ідентифікатор організації.',
  'Only leads are compared with clients.': 'З клієнтами порівнюють лише лідів.',
  'Name contacts or leads.': 'Назвіть контакти або ліди.',
  'Name one to {} people.': 'Назвіть від однієї до {} осіб.',
  'This time has not come yet.': 'Цей час іще не настав.',
  '{} is not written for by {}.': '{}: каналом {} не пишемо.',
  'Write months from 1 to 600, or nothing.': 'Вкажіть від 1 до 600 місяців або нічого.',
  'There is no such segment.': 'Такого сегмента немає.',
  'Name one to {} records by their ids.': 'Назвіть від одного до {} записів за їхніми ідентифікаторами.',
  'Write the choices as options with how many of each.': 'Запишіть вибір як опції з кількістю кожної.',
  'There is no option {}.': 'Немає опції {}.',
  'Of this there may be {} to {}.': 'Цього може бути від {} до {}.',
  'Release the model first.': 'Спершу введіть модель у дію.',
  'These choices contradict each other.': 'Цей вибір суперечить сам собі.',
  'Write the name of an entity.': 'Вкажіть назву виду записів.',
  'Write a record as its entity and id, like "deal:0193…".':
    'Вкажіть запис його видом та ідентифікатором, наприклад "deal:0193…".',
  'Write a date as YYYY-MM-DD.': 'Напишіть дату як РРРР-ММ-ДД.',
  'Write a time like 2026-03-01T09:30:00Z.': 'Напишіть час як 2026-03-01T09:30:00Z.',
  'Write an amount like "1234.50", at most four digits after the point.':
    'Напишіть суму як "1234.50", щонайбільше чотири знаки після крапки.',
  'Write a currency as its three letters, like "UAH".': 'Напишіть валюту трьома літерами, як "UAH".',
  'Write at least one part of the name.': 'Напишіть хоча б одну частину імені.',
  'Holds a character that no text can hold (U+0000 or half of a pair).':
    'Містить символ, якого не може бути в тексті (U+0000 або половину пари).',
  'Too long, too deep, or holds a character that no text can hold.':
    'Задовге, завкладене або містить символ, якого не може бути в тексті.',
  'Choose one of: {}.': 'Виберіть одне з: {}.',
  'Choose a picture (PNG, JPEG, WebP, GIF or AVIF).': 'Виберіть зображення (PNG, JPEG, WebP, GIF або AVIF).',
  '“{}” does not name a record, like “deal:0193…”.': '«{}» не називає запису, як-от «deal:0193…».',
  '“{}” is not a web address.': '«{}» — не вебадреса.',
  '“{}” is not an e-mail address.': '«{}» — не адреса е-пошти.',
  '“{}” is not a phone number.': '«{}» — не номер телефону.',
  '“{}” is not a number.': '«{}» — не число.',
  '“{}” is not a date ({}).': '«{}» — не дата ({}).',
  '“{}” is not a duration (90, 1:30 or 1 h 30 min).': '«{}» — не тривалість (90, 1:30 або 1 год 30 хв).',
  '“{}” has no currency that is known.': 'У «{}» немає відомої валюти.',
  '“{}” is not one of the options.': '«{}» немає серед варіантів.',
  '“{}” is neither yes nor no.': '«{}» — ні так, ні ні.',
  '“{}” is not JSON.': '«{}» — не JSON.',
  '“{}”: a file cannot come from a table.': '«{}»: файл не може прийти з таблиці.',
  'A formula is computed, not written.': 'Формулу обчислюють, а не пишуть.',
  // The e-invoice
  'Our company: write the country of its address.': 'Наша компанія: вкажіть країну в адресі.',
  'Our company: write its registration code or VAT id.':
    'Наша компанія: вкажіть ЄДРПОУ або ІПН платника ПДВ.',
  'Our company: write its VAT id, since there is VAT on the invoice.':
    'Наша компанія: вкажіть ІПН платника ПДВ, бо в рахунку є ПДВ.',
  'The client: write the country of the address.': 'Клієнт: вкажіть країну в адресі.',
  'The client: write the VAT id, since the VAT is his to pay.':
    'Клієнт: вкажіть ІПН платника ПДВ, бо ПДВ сплачує він.',
  'Say by when it is to be paid.': 'Вкажіть, до якого дня сплатити.',
  'There is nothing on the invoice.': 'У рахунку нічого немає.',
  'Line {} has no name.': 'Рядок {} не має назви.',
  'Line {} has no price.': 'Рядок {} не має ціни.',
  'Line {}: its unit has no code of UN/ECE.': 'Рядок {}: його одиниця не має коду UN/ECE.',
  'Only a shared mailbox that can send sends letters from Kolo.':
    'Листи від Kolo надсилає лише спільна скринька, з якої можна надсилати.',
  'Only who may change every mailbox chooses the one that sends letters from Kolo.':
    'Скриньку, що надсилає листи від Kolo, вибирає лише той, хто може змінювати всі скриньки.',
  // The journal
  'It ends before it starts.': 'Кінець раніше за початок.',
  'There is no such time zone.': 'Немає такого часового поясу.',
  'This is not a rule of iCalendar that can be kept.': 'Це не правило iCalendar, яке можна виконати.',
  'It may repeat every day, week, month or year, not more often.':
    'Повторювати можна щодня, щотижня, щомісяця або щороку, не частіше.',
  'It may repeat at most 2000 times: give it no end, or a day on which it ends.':
    'Повторювати можна щонайбільше 2000 разів: лишіть без кінця або вкажіть день, коли воно закінчиться.',
  'What repeats needs a start or a due time.': 'Для повторення потрібен початок або строк.',
  'Give a list of times like 2026-03-01T09:30:00Z.': 'Подайте перелік часів як 2026-03-01T09:30:00Z.',
  'Only your own can be private.': 'Приватною може бути лише ваша власна.',
  'A checklist is a list of {text, done}.': 'Перелік справ — це список {text, done}.',
  'A participant is {user}, {contact} or {email, name}, with a role and a reply.':
    'Учасник — це {user}, {contact} або {email, name}, з роллю та відповіддю.',
  'Ask for a window of at most 400 days that ends after it starts.':
    'Запитуйте щонайбільше 400 днів, де кінець пізніший за початок.',
  'Upload the file first.': 'Спершу завантажте файл.',
  'A file may have {} MB at most.': 'Файл може мати щонайбільше {} МБ.',
  'The file is empty.': 'Файл порожній.',
  'The file came only in part: send it again.': 'Файл надійшов не повністю: надішліть його ще раз.',
  // Requests
  'There is no such field to write.': 'Немає такого поля для запису.',
  'The same record stands here twice.': 'Той самий запис стоїть тут двічі.',
  'There is no {} {}, or you may not see it.': 'Немає запису {} {}, або ви не маєте до нього доступу.',
  'There is no entity {}.': 'Немає об’єкта {}.',
  '{} has no field {}.': '{} не має поля {}.',
  'This key was used for another request.': 'Цей ключ уже використано для іншого запиту.',
  'This is not a cursor that a list gave.': 'Це не курсор, який дав список.',
  'A list cannot be sorted by {}.': 'Список не можна впорядкувати за {}.',
  '{} cannot be grouped by {}.': '{} не можна згрупувати за {}.',
  '{} cannot be added up.': '{} не можна підсумувати.',
  'This role may not read {}.': 'Ця роль не може читати {}.',
  'This role may not change {}.': 'Ця роль не може змінювати {}.',
  'Send an object with the fields of the record.': 'Надішліть об’єкт із полями запису.',
  'Write pairs of ids: [["…","…"]].': 'Напишіть пари ідентифікаторів: [["…","…"]].',
  'Only who may change records of others may search the whole base.':
    'Шукати в усій базі може лише той, хто може змінювати записи інших.',
  'Only an administrator may do this.': 'Це може лише адміністратор.',
  '{} are not compared.': 'Ці записи ({}) не порівнюються.',
  'At most {} records are compared at once.': 'За раз порівнюється щонайбільше записів: {}.',
  'Name one to {} records.': 'Вкажіть від одного до {} записів.',
  'A record cannot be merged into itself.': 'Запис не можна об’єднати із самим собою.',
  'Name one of the merged records.': 'Вкажіть один з об’єднуваних записів.',
  'This role may not: {}.': 'Ця роль не може: {}.',
  'Somebody else changed this record since you read it.':
    'Хтось змінив цей запис відтоді, як ви його прочитали.',
  // Filters
  '{} is not a filter.': '{} — не фільтр.',
  '{} is not ["field", "op", value].': '{} — не ["поле", "дія", значення].',
  'The filter is nested too deep.': 'Фільтр вкладено заглибоко.',
  'At most a hundred conditions.': 'Щонайбільше сто умов.',
  '{} cannot be compared by {}; use one of: {}.': '{} не можна порівняти через {}; можна: {}.',
  '{} does not refer to {}.': '{} не посилається на {}.',
  '{} does not read as a value here.': '{} не читається тут як значення.',
  // Formulas
  'Expected {} in “{}”.': 'Очікувалося {} у «{}».',
  '“{}” does not belong in a formula.': '«{}» не може бути у формулі.',
  '“{}” does not belong there.': '«{}» тут зайве.',
  'There is no function {}.': 'Немає функції {}.',
  '{} takes other arguments.': '{} має інші аргументи.',
  '{} is computed from itself.': '{} обчислюється із самого себе.',
  'This does not compute a number.': 'Це не обчислює числа.',
  // Own fields, objects and roles
  'There is no such entity.': 'Такого об’єкта немає.',
  'There is no such field.': 'Такого поля немає.',
  'Latin letters, digits and _, beginning with a small letter; at most 40.':
    'Латинські літери, цифри та _, починаючи з малої літери; щонайбільше 40.',
  'Small Latin letters, digits and _, beginning with a letter.':
    'Малі латинські літери, цифри та _, починаючи з літери.',
  'There is a field with this key already.': 'Поле з таким ключем уже є.',
  'A field in the bin has this key: choose another.': 'Такий ключ має поле в кошику: виберіть інший.',
  'Choose what it refers to.': 'Виберіть, на що воно посилається.',
  'Give at least one option.': 'Дайте хоча б один варіант.',
  'Each option has a key and a label.': 'Кожен варіант має ключ і назву.',
  'Two options have the same key.': 'Два варіанти мають той самий ключ.',
  'This field has no options that may be added to.': 'До варіантів цього поля не можна додавати.',
  'There is an option with this key already.': 'Варіант із таким ключем уже є.',
  'This name is taken.': 'Ця назва зайнята.',
  'Reaches further than reading does.': 'Сягає далі, ніж читання.',
  'The title names the record and cannot be hidden.': 'Назва іменує запис, її не можна приховати.',
  // Webhooks
  'Name at least one event.': 'Назвіть хоча б одну подію.',
  'There is no event {}.': 'Немає події {}.',
  'Give the ids of at most {} deliveries.': 'Дайте ідентифікатори щонайбільше {} доставок.',
  'Say which deliveries, or of which status.': 'Скажіть, які доставки або з яким станом.',
  // Deals
  'There is no such stage.': 'Такого етапу немає.',
  'Make a pipeline with stages first.': 'Спершу створіть воронку з етапами.',
  'The status is not that of the stage.': 'Стан не відповідає етапу.',
  'This role may not make one.': 'Ця роль не може створити такий запис.',
  'Say why the deal was lost.': 'Вкажіть причину відмови.',
  'Say to whom it was lost: this reason asks for it.': 'Вкажіть, кому програли: ця причина цього потребує.',
  'Say by how much we were dearer: this reason asks for it.':
    'Вкажіть, на скільки ми були дорожчі: ця причина цього потребує.',
  'Say in words what happened: this reason asks for it.':
    'Опишіть словами, що сталося: ця причина цього потребує.',
  'The stage “{}” needs this.': 'Цього потребує етап «{}».',
  'Tick first, for “{}”: {}.': 'Спершу позначте, для «{}»: {}.',
  'The lines of this deal are in {}.': 'Позиції цієї угоди — у валюті {}.',
  'This person stands here twice.': 'Ця людина стоїть тут двічі.',
  'The shares come to {} %, not 100 %.': 'Частки дають {} %, а не 100 %.',
  'Say why the probability is not that of the stage.': 'Поясніть, чому ймовірність не така, як в етапу.',
  // Forecasts and quotas
  'Write a period as 2026-11, 2026-Q4 or 2026.': 'Вкажіть період як 2026-11, 2026-Q4 або 2026.',
  'Name a person or a team.': 'Вкажіть людину або команду.',
  'Only their head corrects a forecast.': 'Прогноз уточнює лише керівник.',
  'Write a month as 2026-11.': 'Вкажіть місяць як 2026-11.',
  'You see your own statement, and those of the people whose head you are.':
    'Ви бачите власну відомість і відомості людей, керівником яких ви є.',
  'Say how much is to be brought.': 'Вкажіть, скільки треба принести.',
  // Prices
  'The product is not sold in this unit.': 'Товар не продається в цій одиниці.',
  'Give a price: no price list has this product.': 'Вкажіть ціну: цього товару немає в жодному прайсі.',
  'The document is in {}.': 'Документ складено у валюті {}.',
  'After all discounts the price may not be below {} {}; ask for approval to go below it.':
    'Після всіх знижок ціна не може бути нижчою за {} {}; щоб дати нижчу, запитайте погодження.',
  'A line that takes money off needs an approval; or give a discount.':
    'Рядок, що зменшує суму, потребує погодження; або дайте знижку.',
  'Give a quantity above zero.': 'Вкажіть кількість, більшу за нуль.',
  'This deal is closed: its money and days are changed by a head of the department.':
    'Угоду закрито: її суму й дати змінює керівник відділу.',
  'This is neither the ECB’s history of rates nor the NBU’s JSON.': 'Це ні історія курсів ЄЦБ, ні JSON НБУ.',
  'The file has no rates since that day.': 'У файлі немає курсів від цього дня.',
  'Name groups by their ids.': 'Назвіть групи їхніми ідентифікаторами.',
  'The price list is in {}.': 'Прайс складено у валюті {}.',
  'The record would then stand above itself.': 'Тоді запис стояв би сам над собою.',
  'A kit cannot be a part of itself.': 'Комплект не може входити сам до себе.',
  'A price list cannot be based on itself.': 'Прайс не може ґрунтуватися на самому собі.',
  'There is no exchange rate from {} to {} on {}.': 'Немає курсу {} до {} на {}.',
  // Analysis
  'Nothing here is split by {}.': 'Тут немає розрізу {}.',
  'Your role sees none of these figures.': 'Ваша роль не бачить жодного з цих показників.',
  'A period longer than a year has no year before it to compare with.':
    'Період, довший за рік, немає з чим порівняти торік.',
  // Quotes
  'This quote is no draft: make the next version.': 'Ця пропозиція не чернетка: створіть наступну версію.',
  // Mail
  'Name somebody to send it to.': 'Вкажіть, кому це надіслати.',
  'At most {} people.': 'Щонайбільше людей: {}.',
  'Name one to 500 records.': 'Назвіть від одного до 500 записів.',
  'You may not send from this mailbox.': 'Ви не можете надсилати з цієї скриньки.',
  'There is no such file, or it is not yours.': 'Такого файлу немає або він не ваш.',
  'At most 25 MB of files.': 'Щонайбільше 25 МБ файлів.',
  'The template does not read: {}': 'Шаблон не читається: {}',
  'Only who may change the mailboxes of others makes a shared one.':
    'Спільну скриньку створює лише той, хто може змінювати скриньки інших.',
  'Say which team shares it, or let everybody read it.':
    'Вкажіть команду, яка її ділить, або дозвольте читати всім.',
  // Orders
  'A line stays in its document: copy it to another.':
    'Рядок лишається у своєму документі: скопіюйте його до іншого.',
  'A confirmed order takes no other lines.': 'Підтверджене замовлення не приймає інших рядків.',
  'Name lines of this order, none with more than is left.':
    'Назвіть рядки цього замовлення, жодного більше, ніж залишилося.',
  'Nothing is left.': 'Нічого не залишилося.',
  'Give an amount above zero.': 'Вкажіть суму, більшу за нуль.',
  'Pay in whole cents.': 'Платять цілими копійками.',
  'A past order has a day before today.': 'Минуле замовлення має дату до сьогодні.',
  'Only who may change the rules of floors brings in past orders.':
    'Минулі замовлення вносить лише той, хто може змінювати правила нижньої ціни.',
  // What zod says, made human
  'At most {} characters.': 'Щонайбільше символів: {}.',
  'At least {} characters.': 'Щонайменше символів: {}.',
  'At most {}.': 'Щонайбільше {}.',
  'At least {}.': 'Щонайменше {}.',
  'More than {}.': 'Більше за {}.',
  'Less than {}.': 'Менше за {}.',
  'Write a day not before {}.': 'Вкажіть день, не раніший за {}.',
  'Write a day not after {}.': 'Вкажіть день, не пізніший за {}.',
  'Only a formula is computed: choose that kind.': 'Обчислюється лише формула: оберіть цей вид.',
  'At most {} values.': 'Щонайбільше значень: {}.',
  'At least {} values.': 'Щонайменше значень: {}.',
  'Give a text.': 'Дайте текст.',
  'Give a number.': 'Дайте число.',
  'Give a whole number.': 'Дайте ціле число.',
  'Give true or false.': 'Дайте true або false.',
  'Give a list.': 'Дайте список.',
  'Give an object.': 'Дайте об’єкт.',
  'This does not read.': 'Це не читається.',
}
