import {
  Building2,
  Calendar,
  Contact,
  FileText,
  Flag,
  Handshake,
  ListChecks,
  Mail,
  Package,
  Sun,
  User,
  UsersRound,
  type LucideIcon,
} from 'lucide-react'
import { lazy, Suspense } from 'react'

/** What stands on the first screens; the rest comes a moment later, in the room that is kept for it. */
const near: Record<string, LucideIcon> = {
  account: Building2,
  'building-2': Building2,
  contact: Contact,
  'contact-round': Contact,
  user: User,
  'user-round': User,
  'users-round': UsersRound,
  deal: Handshake,
  handshake: Handshake,
  package: Package,
  mail: Mail,
  calendar: Calendar,
  sun: Sun,
  list: ListChecks,
  'file-text': FileText,
  flag: Flag,
}

const Far = lazy(() => import('./far-icons.tsx'))

export function PageIcon({ icon, size = 16 }: { icon: string; size?: number }) {
  const Icon = near[icon]
  if (Icon) return <Icon size={size} strokeWidth={1.75} aria-hidden className="shrink-0" />
  return (
    <Suspense fallback={<span aria-hidden className="shrink-0" style={{ width: size, height: size }} />}>
      <Far icon={icon} size={size} />
    </Suspense>
  )
}

/** An entity's picture. */
export const EntityIcon = ({ entity, size }: { entity: { icon: string }; size?: number }) => (
  <PageIcon icon={entity.icon} {...(size ? { size } : {})} />
)

/** Pictures to choose from for a customer's own object. */
export const ownIcons = [
  'box',
  'briefcase',
  'building',
  'calendar',
  'cart',
  'clipboard',
  'file',
  'flag',
  'gift',
  'layers',
  'mail',
  'map',
  'phone',
  'receipt',
  'star',
  'tag',
  'target',
  'ticket',
  'truck',
  'wrench',
]
