import type { Language } from './language.ts'

/** When clients would be reminded of payment: off, as they are in a new company, until somebody has looked. */
export const makeReminders = ({ say }: Language) => {
  const letter = 'mailTemplate:second-reminder'
  return {
    mailTemplates: [
      {
        key: letter,
        name: say({ uk: 'Друге нагадування про оплату', en: 'Second payment reminder' }),
        subject: say({ uk: 'Прострочена оплата: {{ numbers }}', en: 'Overdue payment: {{ numbers }}' }),
        body: say({
          uk: '<p>Добрий день!</p><p>За {{ account.name }} лишається несплаченим: {{ list }}. Разом — {{ total }}.</p><p>Повідомте, будь ласка, коли очікувати оплату. Якщо щось заважає, напишіть: домовимося.</p><p>З повагою,<br>{{ us }}</p>',
          en: '<p>Good day,</p><p>The following of {{ account.name }} is still unpaid: {{ list }}. In all {{ total }}.</p><p>Please let us know when to expect the payment. If anything stands in the way, write to us: we will find a solution.</p><p>Sincerely,<br>{{ us }}</p>',
        }),
        isShared: true,
      },
    ],
    reminderSteps: [
      { key: 'reminderStep:before', name: say({ uk: 'Скоро строк', en: 'Due soon' }), days: -3, isOn: false },
      {
        key: 'reminderStep:first',
        name: say({ uk: 'Перше нагадування', en: 'First reminder' }),
        days: 3,
        isOn: false,
      },
      {
        key: 'reminderStep:second',
        name: say({ uk: 'Друге нагадування', en: 'Second reminder' }),
        days: 14,
        isOn: false,
        [say({ uk: 'letterUk', en: 'letterEn' })]: letter,
      },
    ],
  }
}
