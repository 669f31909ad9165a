import type { Text } from '#core/text.ts'
import type { Buyer, Line } from './trade.ts'

const t = (uk: string, en: string): Text => ({ uk, en })

/** What a deal is called, by what is sold and to whom. */
export const titles: Record<Exclude<Line, 'service'>, Record<Buyer, Text[]>> = {
  heating: {
    home: [
      t('Опалення будинку', 'Heating for a house'),
      t('Заміна котла', 'Boiler replacement'),
      t('Тепла підлога', 'Underfloor heating'),
    ],
    trade: [
      t('Топкова для клієнта', 'Boiler room for a client'),
      t('Заміна насосів опалення', 'Heating pump replacement'),
      t('Індивідуальний тепловий пункт', 'Heat substation'),
      t('Підготовка до опалювального сезону', 'Preparing for the heating season'),
    ],
    industry: [
      t('Дахова котельня', 'Rooftop boiler house'),
      t('Котельня виробничого корпусу', 'Boiler house of a production building'),
      t('Модернізація теплопункту', 'Heat substation upgrade'),
      t('Опалення складу', 'Warehouse heating'),
    ],
  },
  pumps: {
    home: [
      t('Свердловина на ділянці', 'Borehole on a plot'),
      t('Насосна станція для дому', 'Pumping station for a house'),
      t('Полив саду', 'Garden watering'),
    ],
    trade: [
      t('Водопостачання котеджу', 'Water supply for a cottage'),
      t('Відкачування підвалу', 'Basement drainage'),
      t('Свердловина під ключ', 'Turnkey borehole'),
    ],
    industry: [
      t('Зрошення полів', 'Field irrigation'),
      t('Підвищення тиску', 'Pressure boosting'),
      t('Заміна насосів на об’єкті', 'Pump replacement on site'),
      t('Каналізаційна насосна станція', 'Sewage pumping station'),
    ],
  },
  treatment: {
    home: [
      t('Питна вода вдома', 'Drinking water at home'),
      t('Очищення води з колодязя', 'Well water treatment'),
    ],
    trade: [
      t('Пом’якшення води', 'Water softening'),
      t('Знезалізнення води', 'Iron removal'),
      t('Вода для кухні', 'Water for the kitchen'),
    ],
    industry: [
      t('Водопідготовка цеху', 'Water treatment for a workshop'),
      t('Зворотний осмос для виробництва', 'Reverse osmosis for production'),
      t('Вода для котельні', 'Water for a boiler house'),
    ],
  },
  fittings: {
    home: [t('Труби та крани', 'Pipes and valves')],
    trade: [
      t('Труби та арматура на об’єкт', 'Pipes and valves for a site'),
      t('Автоматика опалення', 'Heating controls'),
    ],
    industry: [
      t('Розводка нового корпусу', 'Piping of a new building'),
      t('Арматура для ремонту', 'Valves for repairs'),
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
