import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../api.ts'
import { catalogueQuery, useCatalogue } from '../../catalogue.ts'
import { compareText } from '../../format.ts'
import { currentLocale, localeNames, locales } from '../../i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/checkbox.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { say } from '../../ui/toast.tsx'
import { Card, SettingsPage } from './part.tsx'
import { useSorry } from './use-all.ts'

const countries = 'UA PL DE RO MD SK HU CZ LT LV EE BG AT GB FR IT ES NL BE CH TR GE KZ US'.split(' ')
const currencies = 'UAH EUR USD PLN GBP CHF CZK RON MDL HUF BGN TRY GEL KZT'.split(' ')

/** Names of countries and currencies as the reader's language has them, sorted its way. */
function useNamed(type: 'region' | 'currency', codes: readonly string[]) {
  const names = new Intl.DisplayNames([currentLocale()], { type })
  return codes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .toSorted((a, b) => compareText(a.name, b.name))
}

/** What the company is called, and what it counts in. */
export function WorkspacePage() {
  const { t } = useTranslation()
  const { workspace } = useCatalogue()
  const client = useQueryClient()
  const sorry = useSorry()
  const [draft, setDraft] = useState(workspace)
  const [error, setError] = useState<unknown>(null)
  const regions = useNamed('region', [...new Set([workspace.country, ...countries])])
  const moneys = useNamed('currency', [...new Set([workspace.currency, ...currencies])])
  const changed = Object.fromEntries(
    Object.entries(draft).filter(([key, v]) => v !== workspace[key as keyof typeof workspace]),
  )
  const save = async (e: FormEvent) => {
    e.preventDefault()
    setError(null)
    await api('workspace', { method: 'PATCH', body: changed }).then(
      async () => {
        say(t('settings.saved'))
        await client.invalidateQueries(catalogueQuery)
      },
      (failure: unknown) => (setError(failure), sorry(failure)),
    )
  }
  const about = (key: string) => (error instanceof ApiError ? error.about(key) : undefined)
  return (
    <SettingsPage title={t('settings.pages.workspace')}>
      <Card>
        <form onSubmit={(e) => void save(e)} className="grid max-w-md gap-4 pt-3 pb-1">
          <Field label={t('settings.workspace.name')} error={about('name')}>
            {(slot) => (
              <Input
                {...slot}
                value={draft.name}
                onChange={(e) => setDraft({ ...draft, name: e.target.value })}
              />
            )}
          </Field>
          <Field
            label={t('settings.workspace.currency')}
            hint={t('settings.workspace.currencyHint')}
            error={about('currency')}
          >
            {(slot) => (
              <Combobox
                {...slot}
                required
                items={moneys}
                itemKey={(c) => c.code}
                itemLabel={(c) => `${c.code} · ${c.name}`}
                value={moneys.find((c) => c.code === draft.currency) ?? null}
                onChange={(c) => c && setDraft({ ...draft, currency: c.code })}
              />
            )}
          </Field>
          <Field
            label={t('settings.workspace.country')}
            hint={t('settings.workspace.countryHint')}
            error={about('country')}
          >
            {(slot) => (
              <Combobox
                {...slot}
                required
                items={regions}
                itemKey={(c) => c.code}
                itemLabel={(c) => c.name}
                value={regions.find((c) => c.code === draft.country) ?? null}
                onChange={(c) => c && setDraft({ ...draft, country: c.code })}
              />
            )}
          </Field>
          <Field label={t('settings.workspace.locale')} hint={t('settings.workspace.localeHint')}>
            {(slot) => (
              <Select
                {...slot}
                value={draft.locale}
                onChange={(locale) => setDraft({ ...draft, locale })}
                items={locales.map((value) => ({ value, label: localeNames[value] }))}
              />
            )}
          </Field>
          <Field label={t('settings.workspace.nextStep')} hint={t('settings.workspace.nextStepHint')}>
            {({ id, 'aria-describedby': note }) => (
              <Switch
                id={id}
                aria-describedby={note}
                checked={draft.nextStepRequired ?? false}
                onCheckedChange={(nextStepRequired) => setDraft({ ...draft, nextStepRequired })}
              />
            )}
          </Field>
          <div>
            <Button type="submit" look="solid" disabled={Object.keys(changed).length === 0}>
              {t('ui.save')}
            </Button>
          </div>
        </form>
      </Card>
    </SettingsPage>
  )
}
