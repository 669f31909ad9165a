import type { Text } from '#core/text.ts'
import type { Buyer, Line } from './trade.ts'

const t = (uk: string, en: string): Text => ({ uk, en })

/** What a deal is called, by what is sold and to whom: words that fit every product of the line. */
export const titles: Record<Exclude<Line, 'service'>, Record<Buyer, Text[]>> = {
  heating: {
    home: [
      t('Опалення будинку', 'Heating for a house'),
      t('Опалення прибудови', 'Heating for an extension'),
      t('Оновлення опалення', 'Heating renewal'),
    ],
    trade: [
      t('Топкова для клієнта', 'Boiler room for a client'),
      t('Індивідуальний тепловий пункт', 'Heat substation'),
      t('Підготовка до опалювального сезону', 'Preparing for the heating season'),
      t('Опалення котеджу', 'Heating for a cottage'),
    ],
    industry: [
      t('Дахова котельня', 'Rooftop boiler house'),
      t('Котельня нового корпусу', 'Boiler house of a new building'),
      t('Модернізація теплопункту', 'Heat substation upgrade'),
      t('Опалення складу', 'Warehouse heating'),
    ],
  },
  pumps: {
    home: [
      t('Вода на ділянці', 'Water on a plot'),
      t('Водопостачання будинку', 'Water supply for a house'),
      t('Насос для дачі', 'Pump for a summer house'),
    ],
    trade: [
      t('Водопостачання котеджу', 'Water supply for a cottage'),
      t('Насоси на об’єкт', 'Pumps for a site'),
      t('Оновлення насосної', 'Pump room renewal'),
    ],
    industry: [
      t('Водопостачання виробництва', 'Water supply for production'),
      t('Заміна насосів на об’єкті', 'Pump replacement on site'),
      t('Нова насосна', 'New pump room'),
      t('Резервні насоси', 'Standby pumps'),
    ],
  },
  treatment: {
    home: [
      t('Чиста вода вдома', 'Clean water at home'),
      t('Очищення води з колодязя', 'Well water treatment'),
    ],
    trade: [
      t('Водопідготовка котеджу', 'Water treatment for a cottage'),
      t('Вода для кухні', 'Water for the kitchen'),
      t('Очищення води для клієнта', 'Water treatment for a client'),
    ],
    industry: [
      t('Водопідготовка цеху', 'Water treatment for a workshop'),
      t('Вода для виробництва', 'Process water'),
      t('Вода для котельні', 'Water for a boiler house'),
    ],
  },
  fittings: {
    home: [t('Матеріали для ремонту вдома', 'Materials for home repairs')],
    trade: [
      t('Матеріали на об’єкт', 'Materials for a site'),
      t('Матеріали для монтажу', 'Installation materials'),
    ],
    industry: [
      t('Розводка нового корпусу', 'Piping of a new building'),
      t('Матеріали для ремонту мереж', 'Materials for network repairs'),
    ],
  },
}

/** A shop's orders, before the name of the group of products. */
export const restocking = t('Поповнення складу', 'Restocking')

export const units: Record<string, Text> = {
  piece: t('шт.', 'pcs'),
  metre: t('м', 'm'),
  set: t('компл.', 'sets'),
  hour: t('год', 'h'),
}
