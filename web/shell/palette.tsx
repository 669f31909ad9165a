import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog as Base } from '@base-ui/react/dialog'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Languages, Moon, Plus, Search, Settings, Sun, SunMoon, Upload, Zap } from 'lucide-react'
import { useDeferredValue, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../api.ts'
import { useCatalogue } from '../catalogue.ts'
import { localeNames, locales } from '../i18n.ts'
import { useCreatable } from './create-menu.tsx'
import { EntityIcon, PageIcon } from './icons.tsx'
import { offersNow } from './offers.ts'
import { show } from './overlays.ts'
import { useTypedAhead } from './typed-ahead.tsx'
import { usePreferences } from './preferences.ts'

type Found = { entity: string; id: string; title: string; subtitle?: string }
type Row = {
  key: string
  group: string
  title: string
  subtitle?: string | undefined
  icon: ReactNode
  run: () => void
}

function useCommands(): Row[] {
  const { t } = useTranslation()
  const { navigation, entities } = useCatalogue()
  const navigate = useNavigate()
  const creatable = useCreatable()
  const preferences = usePreferences()
  const themes = { auto: <SunMoon size={15} />, light: <Sun size={15} />, dark: <Moon size={15} /> }
  const lists = navigation.flatMap((m) => m.entities).flatMap((n) => entities[n] ?? [])
  const command = (key: string, title: string, icon: ReactNode, run: () => void): Row => ({
    key,
    group: t('shell.commands'),
    title,
    icon,
    run,
  })
  const here = offersNow().map((o) => ({
    key: `here ${o.key}`,
    group: t('shell.here'),
    title: o.title,
    icon: <Zap size={15} />,
    run: o.run,
  }))
  const screens = navigation.flatMap((m) => [...m.pages, ...m.tools])
  return [
    ...here,
    ...screens.map((p) => ({
      key: `open ${p.path}`,
      group: t('shell.goTo'),
      title: p.label,
      icon: <PageIcon icon={p.icon} size={15} />,
      run: () => void navigate({ to: `/${p.path}` as never }),
    })),
    ...lists.map((e) => ({
      key: `go ${e.name}`,
      group: t('shell.goTo'),
      title: e.labelPlural,
      icon: <EntityIcon entity={e} size={15} />,
      run: () => void navigate({ to: '/$plural', params: { plural: e.plural } }),
    })),
    ...creatable.map((e) =>
      command(
        `create ${e.name}`,
        t('shell.createOne', { what: e.label.toLowerCase() }),
        <Plus size={15} />,
        () => show({ kind: 'create', entity: e.name }),
      ),
    ),
    ...(['auto', 'light', 'dark'] as const).map((v) =>
      command(
        `theme ${v}`,
        `${t('shell.theme')}: ${t(`shell.themes.${v}`)}`,
        themes[v],
        () => void preferences.theme(v),
      ),
    ),
    ...locales.map((l) =>
      command(
        `locale ${l}`,
        `${t('shell.language')}: ${localeNames[l]}`,
        <Languages size={15} />,
        () => void preferences.locale(l),
      ),
    ),
    command(
      'import',
      t('shell.import'),
      <Upload size={15} />,
      () => void navigate({ to: '/import' as never }),
    ),
    command(
      'settings',
      t('shell.settings'),
      <Settings size={15} />,
      () => void navigate({ to: '/settings' as never }),
    ),
  ]
}

function useFound(text: string): { rows: Row[]; isWaiting: boolean } {
  const { entities } = useCatalogue()
  const navigate = useNavigate()
  const q = useDeferredValue(text.trim())
  const found = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => api<{ items: Found[] }>(`search${query({ q, limit: 20 })}`, { signal }),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  const items = q.length > 1 ? (found.data?.items ?? []) : []
  const rows = items.flatMap((item): Row[] => {
    const e = entities[item.entity]
    if (!e) return []
    return [
      {
        key: item.id,
        group: e.labelPlural,
        title: item.title,
        subtitle: item.subtitle,
        icon: <EntityIcon entity={e} size={15} />,
        run: () => void navigate({ to: '/$plural/$id', params: { plural: e.plural, id: item.id } }),
      },
    ]
  })
  return { rows, isWaiting: found.isFetching || q !== text.trim() }
}

const matches = (title: string, typed: string) => {
  const name = title.toLocaleLowerCase()
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => name.includes(word))
}

/** Everything by typing: records as they are found, lists to go to, things to do. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useTypedAhead()
  const commands = useCommands()
  const found = useFound(text)
  const fitting = text.trim() ? commands.filter((c) => matches(c.title, text.trim())) : commands
  const groups = Map.groupBy([...found.rows, ...fitting], (row) => row.group)
  const items = [...groups].map(([value, rows]) => ({ value, items: rows }))
  const run = (row: Row) => {
    onClose()
    row.run()
  }
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          aria-label={t('shell.search')}
          className="popup fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[min(30rem,80dvh)] max-w-xl flex-col overflow-hidden rounded-xl sm:top-[12vh]"
        >
          <Autocomplete.Root
            open
            inline
            items={items}
            mode="none"
            value={text}
            onValueChange={(v, d) => d.reason !== 'item-press' && setText(v)}
            autoHighlight="always"
            itemToStringValue={(row: Row) => row.title}
          >
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search size={16} className="text-ink-3" />
              <Autocomplete.Input
                autoFocus
                onFocus={(e) => e.target.setSelectionRange(text.length, text.length)}
                placeholder={t('shell.searchPlaceholder')}
                aria-label={t('shell.search')}
                className="h-12 min-w-0 flex-1 bg-transparent text-md outline-none pointer-coarse:text-lg"
              />
            </div>
            <Autocomplete.Empty>
              <div className="px-4 py-6 text-center text-ink-3">
                {found.isWaiting ? ' ' : t('shell.nothingFound', { text })}
              </div>
            </Autocomplete.Empty>
            <Autocomplete.List className="min-h-0 flex-1 scroll-py-8 overflow-y-auto p-1.5 data-empty:hidden">
              {(group: { value: string; items: Row[] }) => (
                <Autocomplete.Group key={group.value} items={group.items} className="pb-1">
                  <Autocomplete.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-ink-3">
                    {group.value}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(row: Row) => (
                      <Autocomplete.Item
                        key={row.key}
                        value={row}
                        onClick={() => run(row)}
                        className="popup-item min-h-8.5! gap-2.5! px-2.5!"
                      >
                        <span className="text-ink-3">{row.icon}</span>
                        <span className="min-w-0 truncate">{row.title}</span>
                        {row.subtitle && (
                          <span className="min-w-0 flex-1 truncate text-ink-3">{row.subtitle}</span>
                        )}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
