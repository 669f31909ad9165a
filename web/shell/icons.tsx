import {
  BadgePercent, Blocks, Box, Boxes, Briefcase, Building2, Calendar, Circle, ClipboardList, Columns3, Contact, FileText, Flag,
  FolderTree, Gift, Handshake, KanbanSquare, Layers, ListChecks, Mail, MapPin, Network, Package, Phone, Receipt, Shield,
  ShoppingCart, Star, Tag, Target, Ticket, Truck, User, Users, UsersRound, Wrench, type LucideIcon,
} from 'lucide-react'

const icons: Record<string, LucideIcon> = {
  account: Building2, building: Building2, 'building-2': Building2, contact: Contact, user: User, users: Users, team: UsersRound,
  'users-round': UsersRound, deal: Handshake, handshake: Handshake, product: Package, package: Package, product_group: FolderTree,
  'folder-tree': FolderTree, pipeline: KanbanSquare, kanban: KanbanSquare, stage: Columns3, columns: Columns3, loss_reason: Flag,
  flag: Flag, role: Shield, shield: Shield, affiliation: Network, network: Network, account_role: BadgePercent, briefcase: Briefcase,
  box: Box, boxes: Boxes, calendar: Calendar, clipboard: ClipboardList, file: FileText, gift: Gift, layers: Layers, list: ListChecks,
  mail: Mail, map: MapPin, phone: Phone, receipt: Receipt, cart: ShoppingCart, star: Star, tag: Tag, target: Target, ticket: Ticket,
  truck: Truck, wrench: Wrench, blocks: Blocks,
}

/** An entity's picture: by its own icon, else by its name. */
export function EntityIcon({ entity, size = 16 }: { entity: { name: string; icon: string; isCustom?: boolean }; size?: number }) {
  const Icon = icons[entity.icon] ?? icons[entity.name] ?? (entity.isCustom ? Blocks : Circle)
  return <Icon size={size} strokeWidth={1.75} aria-hidden className="shrink-0" />
}
