import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { matchColumns } from '#doors/import/matching/match-columns.ts'
import { targetsOf } from '#doors/import/matching/targets.ts'
import { openTable } from '#doors/import/reading/open-table.ts'
import { importWorld, type ImportWorld } from './import-world.ts'

let w: ImportWorld
let admin: Actor
beforeAll(async () => {
  w = await importWorld()
  admin = await w.asRole('administrator')
})
afterAll(() => w.close())

describe('columns find their fields', () => {
  const match = (entity: string, header: string[]) => {
    const e = w.kolo.entity(entity)
    const found = matchColumns(e, targetsOf(w.kolo, admin, e), header)
    return Object.fromEntries(found.filter((c) => c.field).map((c) => [c.column, c.field]))
  }

  it('by label in both languages, by key, however spelt', () => {
    expect(
      match('contact', [
        'Прізвище',
        'Ім’я',
        'По батькові',
        'Посада',
        'E-mail',
        'ТЕЛЕФОНИ',
        'birthday',
        'Компанія',
      ]),
    ).toEqual({
      Прізвище: 'name.last',
      'Ім’я': 'name.first',
      'По батькові': 'name.middle',
      Посада: 'jobTitle',
      'E-mail': 'emails',
      ТЕЛЕФОНИ: 'phones',
      birthday: 'birthday',
      Компанія: 'account',
    })
  })

  it('as registers and other systems abbreviate them', () => {
    expect(
      match('contact', [
        'fname_c1',
        'lname_c1',
        'midl_name',
        'birth_date',
        'res_street_address',
        'res_city_desc',
        'zip_code',
        'full_phone_num',
        'street_number',
      ]),
    ).toEqual({
      fname_c1: 'name.first',
      lname_c1: 'name.last',
      midl_name: 'name.middle',
      birth_date: 'birthday',
      res_street_address: 'addresses.1.street',
      res_city_desc: 'addresses.1.city',
      zip_code: 'addresses.1.postcode',
      full_phone_num: 'phones',
    })
    expect(match('account', ['Supplier name', 'Addr', 'Дата народження'])).toEqual({
      'Supplier name': 'name',
      Addr: 'addresses.1.street',
    })
    expect(match('contact', ['Клієнт', 'Дата народження'])).toMatchObject({ 'Дата народження': 'birthday' })
  })

  const headers = `${import.meta.dirname}/../../shared/data/csv-corpora/crm-exports-real-headers`
  describe.skipIf(!existsSync(headers))('of csv-corpora: exports of other systems', () => {
    const of = async (file: string, entity: string) =>
      match(entity, (await openTable(`${headers}/${file}`)).header)
    it.each([
      [
        'google-contacts_2024_format.csv',
        'contact',
        {
          'First Name': 'name.first',
          'Last Name': 'name.last',
          'Organization Name': 'account',
          'Organization Title': 'jobTitle',
          'E-mail 1 - Value': 'emails.1',
          'E-mail 1 - Label': 'emails.1.label',
          'E-mail 2 - Value': 'emails.2',
          'Phone 1 - Value': 'phones.1',
          'Address 1 - City': 'addresses.1.city',
          Birthday: 'birthday',
          Notes: 'description',
          Labels: 'tags',
        },
      ],
      [
        'google-contacts_pre2024_format.csv',
        'contact',
        {
          'Given Name': 'name.first',
          'Family Name': 'name.last',
          'Additional Name': 'name.middle',
          'E-mail 1 - Value': 'emails.1',
          'Phone 2 - Value': 'phones.2',
          'Group Membership': 'tags',
        },
      ],
      [
        'outlook_google-shared-contacts-client.csv',
        'contact',
        {
          Name: 'name',
          'E-mail Address': 'emails',
          'E-mail 2 Address': 'emails.2',
          'Mobile Phone': 'phones.2',
          'Business Phone': 'phones.1',
          Company: 'account',
          'Job Title': 'jobTitle',
          'Business Address': 'addresses.1.street',
          Notes: 'description',
        },
      ],
      [
        'hubspot_contacts_header_seen_in_public_tests.csv',
        'contact',
        {
          'Record ID': 'code',
          'First Name': 'name.first',
          Email: 'emails',
          'Phone Number': 'phones',
          'Mobile Phone Number': 'phones.2',
          'Company Name': 'account',
          'Contact owner': 'owner',
        },
      ],
      [
        'salesforce_data_export_Account_header.csv',
        'account',
        {
          Name: 'name',
          ParentId: 'parent',
          BillingStreet: 'addresses.1.street',
          ShippingCity: 'addresses.2.city',
          Phone: 'phones',
          AccountNumber: 'code',
          Website: 'website',
          Industry: 'industry',
          AnnualRevenue: 'revenue',
          NumberOfEmployees: 'employees',
          OwnerId: 'owner',
          AccountSource: 'source',
          Description: 'description',
        },
      ],
      [
        'salesforce_data_export_Lead_header.csv',
        'contact',
        {
          LastName: 'name.last',
          FirstName: 'name.first',
          Title: 'jobTitle',
          Company: 'account',
          Email: 'emails',
          Phone: 'phones',
          MobilePhone: 'phones.2',
          LeadSource: 'source',
          City: 'addresses.1.city',
        },
      ],
      [
        'salesforce_Opportunity_fields.csv',
        'deal',
        {
          Name: 'name',
          AccountId: 'account',
          StageName: 'stage',
          Amount: 'amount',
          CloseDate: 'closeDate',
          CurrencyIsoCode: 'amount.currency',
          LeadSource: 'source',
          OwnerId: 'owner',
        },
      ],
      [
        'pipedrive_deal_fields_vocabulary.csv',
        'deal',
        {
          'Deal - Title': 'name',
          'Deal - Value': 'amount',
          Organization: 'account',
          'Contact person': 'contact',
          'Deal - Owner': 'owner',
          'Deal - Stage (pipeline)': 'stage',
          'Deal - Expected close date': 'closeDate',
          'Deal - Currency of value': 'amount.currency',
          'Deal - Status': 'status',
          'Deal - Lost reason': 'lossReason',
          'Deal - Pipedrive System ID': 'code',
        },
      ],
      [
        'pipedrive_official_sample_import_header.csv',
        'contact',
        {
          'Person - Name*': 'name',
          'Person - First name': 'name.first',
          'Person - Phone': 'phones',
          'Person - Email (Work)': 'emails',
          'Person - Email (Home)': 'emails.2',
          'Organization - Name*': 'account',
        },
      ],
    ])('%s as %s', async (file, entity, expected) => {
      expect(await of(file, entity)).toMatchObject(expected)
    })

    it('Outlook’s rows come in: short ones too', async () => {
      const run = await w.take(admin, readFileSync(`${headers}/outlook_google-shared-contacts-client.csv`), {
        entity: 'contact',
        createMissing: ['account'],
      })
      expect(run.result.counts).toMatchObject({ new: 3, refused: 0, short: 2, created: { account: 1 } })
      const adam = await w.one(admin, 'contact', ['emails', 'has', 'adam.g@example.com'])
      expect(adam).toMatchObject({
        account: { title: 'Acme Inc.' },
        name: { first: 'Adam', last: 'Glacius' },
      })
      expect(adam['emails'].map((e: { value: string }) => e.value)).toEqual([
        'adam.glacius@anycom.com',
        'adam.g@example.com',
        'ag@glacius.com',
      ])
    })
  })
})
