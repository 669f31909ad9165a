import { beforeAll, expect, test } from 'vitest'
import { placeOf } from '../../server/modules/maps/place-of.ts'
import { readGazetteer, type Gazetteer } from '../../server/modules/maps/gazetteer.ts'

let gazetteer: Gazetteer
beforeAll(() => {
  gazetteer = readGazetteer()
})

const kyiv = 'Kyiv, Kyiv City, UA'
// country | region | town | beginning of the postcode, as place_key of the database writes them
test.each([
  ['UA||Київ|', kyiv],
  ['Україна||м. Київ, Печерський район|01', kyiv],
  ['UKRAINE||Kyiv|', kyiv],
  ['||Киев|', kyiv],
  // A city that is no part of the region around it, and one that is written as a region.
  ['UA|Київська обл.|Київ|', kyiv],
  ['UA|Київ||', kyiv],
  ['UA||Кам’янське|', 'Kamyanske, Dnipropetrovsk, UA'],
  ['UA||Кам`янське|', 'Kamyanske, Dnipropetrovsk, UA'],
  ['UA||Kamianske|', 'Kamyanske, Dnipropetrovsk, UA'],
  ['UA||Івано-Франківськ|', 'Ivano-Frankivsk, Ivano-Frankivsk, UA'],
  ['UA|Запорізька область|Запоріжжя|69', 'Zaporizhzhya, Zaporizhzhia, UA'],
  // Two towns of one name: by the region, by the postcode, else the larger.
  ['UA|Миколаївська область|Миколаїв|', 'Mykolayiv, Mykolaiv, UA'],
  ['UA|Lvivska oblast|Mykolaiv|', 'Mykolayiv, Lviv, UA'],
  ['UA||Миколаїв|81', 'Mykolayiv, Lviv, UA'],
  ['UA||Миколаїв|', 'Mykolayiv, Mykolaiv, UA'],
  ['US|Texas|Paris|', 'Paris, Texas, US'],
  // Four villages, and nothing says which; a region that has no such village.
  ['UA||с. Тарасівка|', null],
  ['UA|Волинська|Тарасівка|', null],
  // Abroad, in our words and in theirs; a country that is not said is ours, but for what everybody knows.
  ['Польща||Варшава|', 'Warsaw, Mazovia, PL'],
  ['Polska||WARSZAWA|', 'Warsaw, Mazovia, PL'],
  ['DE||Мюнхен|', 'Munich, Bavaria, DE'],
  ['||Berlin|', 'Berlin, State of Berlin, DE'],
  ['||Житомир|', 'Zhytomyr, Zhytomyr Oblast, UA'],
  ['PL||Київ|', null],
  ['UA|Львівська||', null],
  ['UA||Нема такого|', null],
  ['|||', null],
  ['', null],
])('%j is %s', (key, wanted) => {
  const found = placeOf(key, gazetteer, 'UA')
  expect(found && `${found.name}, ${found.region}, ${found.country}`).toBe(wanted)
})

test('written degrees need no gazetteer', () =>
  expect(placeOf('@-33.87,151.21', gazetteer, 'UA')).toMatchObject({
    point: '-33.87,151.21',
    latitude: -33.87,
    longitude: 151.21,
  }))
