import {
  Blocks,
  Building2,
  CalendarSync,
  CircleUser,
  Copy,
  Filter,
  Fingerprint,
  History,
  KeyRound,
  ListTree,
  Shield,
  ShieldCheck,
  Stamp,
  TextCursorInput,
  UserLock,
  Users,
  Webhook,
  DoorOpen,
  type LucideIcon,
} from 'lucide-react'
import { lazy, type ComponentType } from 'react'

export type SettingsEntry = {
  key: string
  group: 'me' | 'company' | 'structure' | 'outside'
  icon: LucideIcon
  isMine?: boolean
  Page: ComponentType
}

const page = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }))

/** Every page of the settings, in order. All but one's own are the administrator's. */
export const pages: readonly SettingsEntry[] = [
  {
    key: 'profile',
    group: 'me',
    icon: CircleUser,
    isMine: true,
    Page: page(async () => (await import('./profile-page.tsx')).ProfilePage),
  },
  {
    key: 'security',
    group: 'me',
    icon: Fingerprint,
    isMine: true,
    Page: page(async () => (await import('./security-page.tsx')).SecurityPage),
  },
  {
    key: 'keys',
    group: 'me',
    icon: KeyRound,
    isMine: true,
    Page: page(async () => (await import('./keys-page.tsx')).KeysPage),
  },
  {
    key: 'calendars',
    group: 'me',
    icon: CalendarSync,
    isMine: true,
    Page: page(async () => (await import('./calendars-page.tsx')).CalendarsPage),
  },
  {
    key: 'workspace',
    group: 'company',
    icon: Building2,
    Page: page(async () => (await import('./workspace-page.tsx')).WorkspacePage),
  },
  {
    key: 'floors',
    group: 'company',
    icon: ShieldCheck,
    Page: page(async () => (await import('./floors-page.tsx')).FloorsPage),
  },
  {
    key: 'issuers',
    group: 'company',
    icon: Stamp,
    Page: page(async () => (await import('./issuers-page.tsx')).IssuersPage),
  },
  {
    key: 'users',
    group: 'company',
    icon: Users,
    Page: page(async () => (await import('./users-page.tsx')).UsersPage),
  },
  {
    key: 'teams',
    group: 'company',
    icon: ListTree,
    Page: page(async () => (await import('./teams-page.tsx')).TeamsPage),
  },
  {
    key: 'roles',
    group: 'company',
    icon: Shield,
    Page: page(async () => (await import('./roles-page.tsx')).RolesPage),
  },
  {
    key: 'fields',
    group: 'structure',
    icon: TextCursorInput,
    Page: page(async () => (await import('./fields-page.tsx')).FieldsPage),
  },
  {
    key: 'objects',
    group: 'structure',
    icon: Blocks,
    Page: page(async () => (await import('./objects-page.tsx')).ObjectsPage),
  },
  {
    key: 'pipelines',
    group: 'structure',
    icon: Filter,
    Page: page(async () => (await import('./pipelines-page.tsx')).PipelinesPage),
  },
  {
    key: 'duplicates',
    group: 'structure',
    icon: Copy,
    Page: page(async () => (await import('./duplicates-page.tsx')).DuplicatesPage),
  },
  {
    key: 'privacy',
    group: 'structure',
    icon: UserLock,
    Page: page(async () => (await import('./privacy-page.tsx')).PrivacyPage),
  },
  {
    key: 'providers',
    group: 'outside',
    icon: DoorOpen,
    Page: page(async () => (await import('./providers-page.tsx')).ProvidersPage),
  },
  {
    key: 'webhooks',
    group: 'outside',
    icon: Webhook,
    Page: page(async () => (await import('./webhooks-page.tsx')).WebhooksPage),
  },
  {
    key: 'audit',
    group: 'outside',
    icon: History,
    Page: page(async () => (await import('./audit-page.tsx')).AuditPage),
  },
]
export const groups = ['me', 'company', 'structure', 'outside'] as const
