import { CheckSquare, Handshake, Mail, MapPin, Phone, StickyNote, type LucideIcon } from 'lucide-react'

const icons: Record<string, LucideIcon> = {
  task: CheckSquare,
  call: Phone,
  meeting: Handshake,
  visit: MapPin,
  message: Mail,
  note: StickyNote,
}

export const KindIcon = ({ kind, size = 14 }: { kind: string; size?: number }) => {
  const Icon = icons[kind] ?? CheckSquare
  return <Icon size={size} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
}
