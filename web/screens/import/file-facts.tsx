import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Tick } from '../settings/tick.tsx'
import { useRun, type Run } from './run.ts'

const encodings = [
  'utf-8',
  'windows-1251',
  'utf-16le',
  'utf-16be',
  'koi8-u',
  'cp866',
  'mac-cyrillic',
  'iso-8859-5',
  'windows-1252',
  'windows-1250',
]
const delimiters = [',', ';', '\t', '|']

/** What was found out about the file; another word of the person makes it be read anew. */
export function FileFacts({ run }: { run: Run }) {
  const { t } = useTranslation()
  const { reread } = useRun(run.id)
  if (run.format === 'vcard' || run.format === 'ical') return null
  const names = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as Record<string, string>
  const delimiter = run.delimiter ?? ','
  return (
    <section className="flex flex-wrap items-end gap-x-4 gap-y-3" aria-label={t('import.file')}>
      {run.format === 'csv' && (
        <>
          <div className="w-44">
            <Field label={t('import.facts.encoding')}>
              {(slot) => (
                <Select
                  {...slot}
                  value={run.encoding}
                  onChange={(encoding) => void reread({ encoding })}
                  items={[...new Set([run.encoding ?? 'utf-8', ...encodings])].map((value) => ({
                    value,
                    label: value.toUpperCase(),
                  }))}
                />
              )}
            </Field>
          </div>
          <div className="w-44">
            <Field label={t('import.facts.delimiter')}>
              {(slot) => (
                <Select
                  {...slot}
                  value={delimiter}
                  onChange={(d) => void reread({ delimiter: d })}
                  items={[...new Set([delimiter, ...delimiters])].map((value) => ({
                    value,
                    label: names[value] ? t(`import.delimiters.${names[value]}`) : value,
                  }))}
                />
              )}
            </Field>
          </div>
        </>
      )}
      {run.sheets && run.sheets.length > 1 && (
        <div className="w-52">
          <Field label={t('import.facts.sheet')}>
            {(slot) => (
              <Select
                {...slot}
                value={run.sheet ?? run.sheets![0]!}
                onChange={(sheet) => void reread({ sheet })}
                items={run.sheets!.map((value) => ({ value, label: value }))}
              />
            )}
          </Field>
        </div>
      )}
      <div className="flex h-8 items-center">
        <Tick
          label={t('import.facts.header')}
          checked={run.options.header !== false}
          onChange={(header) => void reread({ header })}
        />
      </div>
    </section>
  )
}
