import type { Text } from '#core/text.ts'
import { heating } from './goods-heating.ts'
import { pumps } from './goods-pumps.ts'
import { water } from './goods-water.ts'
import type { Buyer, Line, Series } from './trade.ts'

export const groups: [key: string, parent: string | null, line: Line, name: Text][] = [
  ['pumps', null, 'pumps', { uk: 'Насоси', en: 'Pumps' }],
  ['circulation', 'pumps', 'heating', { uk: 'Циркуляційні насоси', en: 'Circulation pumps' }],
  ['borehole', 'pumps', 'pumps', { uk: 'Свердловинні насоси', en: 'Borehole pumps' }],
  ['drainage', 'pumps', 'pumps', { uk: 'Дренажні та каналізаційні', en: 'Drainage and sewage pumps' }],
  ['stations', 'pumps', 'pumps', { uk: 'Насосні станції', en: 'Pumping stations' }],
  ['industrial', 'pumps', 'pumps', { uk: 'Промислові насоси', en: 'Industrial pumps' }],
  ['heating', null, 'heating', { uk: 'Опалення', en: 'Heating' }],
  ['gas-boilers', 'heating', 'heating', { uk: 'Газові котли', en: 'Gas boilers' }],
  ['pellet-boilers', 'heating', 'heating', { uk: 'Пелетні котли', en: 'Pellet boilers' }],
  ['heat-pumps', 'heating', 'heating', { uk: 'Теплові насоси', en: 'Heat pumps' }],
  ['radiators', 'heating', 'heating', { uk: 'Радіатори', en: 'Radiators' }],
  ['tanks', 'heating', 'heating', { uk: 'Бойлери та буферні ємності', en: 'Water heaters and buffer tanks' }],
  ['floor', 'heating', 'heating', { uk: 'Тепла підлога', en: 'Underfloor heating' }],
  ['treatment', null, 'treatment', { uk: 'Водопідготовка', en: 'Water treatment' }],
  ['home-filters', 'treatment', 'treatment', { uk: 'Побутові фільтри', en: 'Household filters' }],
  [
    'softeners',
    'treatment',
    'treatment',
    { uk: 'Пом’якшення та знезалізнення', en: 'Softening and iron removal' },
  ],
  [
    'osmosis',
    'treatment',
    'treatment',
    { uk: 'Промисловий зворотний осмос', en: 'Industrial reverse osmosis' },
  ],
  ['supplies', 'treatment', 'treatment', { uk: 'Витратні матеріали', en: 'Consumables' }],
  ['fittings', null, 'fittings', { uk: 'Труби, арматура, автоматика', en: 'Pipes, valves and controls' }],
  ['pipes', 'fittings', 'fittings', { uk: 'Труби', en: 'Pipes' }],
  ['valves', 'fittings', 'fittings', { uk: 'Арматура та баки', en: 'Valves and tanks' }],
  ['controls', 'fittings', 'fittings', { uk: 'Автоматика', en: 'Controls' }],
  ['services', null, 'service', { uk: 'Послуги', en: 'Services' }],
]

export const series: readonly Series[] = [...pumps, ...heating, ...water]

export const services: {
  name: Text
  code: string
  price: number
  unit: 'hour' | 'piece' | 'set'
  contract?: Buyer[]
}[] = [
  {
    code: 'START',
    price: 4500,
    unit: 'piece',
    name: { uk: 'Введення котла в експлуатацію', en: 'Boiler commissioning' },
  },
  { code: 'MOUNT', price: 950, unit: 'hour', name: { uk: 'Монтажні роботи', en: 'Installation work' } },
  {
    code: 'PUMP',
    price: 6800,
    unit: 'piece',
    name: { uk: 'Монтаж свердловинного насоса', en: 'Borehole pump installation' },
  },
  { code: 'LAB', price: 1850, unit: 'piece', name: { uk: 'Аналіз води', en: 'Water analysis' } },
  { code: 'DESIGN', price: 68000, unit: 'set', name: { uk: 'Проєкт котельні', en: 'Boiler house design' } },
  { code: 'SOS', price: 3600, unit: 'piece', name: { uk: 'Аварійний виїзд', en: 'Emergency call-out' } },
  {
    code: 'CARE-H',
    price: 5400,
    unit: 'set',
    contract: ['home'],
    name: { uk: 'Річне обслуговування «Дім»', en: 'Yearly service plan “Home”' },
  },
  {
    code: 'CARE-S',
    price: 28500,
    unit: 'set',
    contract: ['trade', 'industry'],
    name: { uk: 'Річне обслуговування «Стандарт»', en: 'Yearly service plan “Standard”' },
  },
  {
    code: 'CARE-P',
    price: 94000,
    unit: 'set',
    contract: ['industry'],
    name: { uk: 'Річне обслуговування «Преміум»', en: 'Yearly service plan “Premium”' },
  },
]
