import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import type { Entity } from '../../catalogue.ts'

export const OpenRecord = ({ entity, id, title }: { entity: Entity; id: string; title: string }) => (
  <Link
    to="/$plural/$id"
    params={{ plural: entity.plural, id }}
    className="inline-flex min-w-0 items-center gap-1 font-medium hover:underline"
  >
    <span className="min-w-0 wrap-anywhere">{title}</span>
    <ExternalLink size={12} aria-hidden className="shrink-0 text-ink-3" />
  </Link>
)
