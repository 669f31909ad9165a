import { useNavigate } from '@tanstack/react-router'
import { FilePlus2 } from 'lucide-react'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { Button } from '../../ui/button.tsx'
import { useRun } from './run.ts'

/** From a deal to its quote in one step. */
export default function DealQuotes({ record }: PanelProps) {
  const { operations } = useCatalogue()
  const navigate = useNavigate()
  const { run, busy } = useRun(['quotes'])
  const make = operations['deal.quote']
  if (!make) return null
  const open = async () => {
    const made = await run<{ quote: string }>('deal.quote', { id: record.id })
    if (made) await navigate({ to: '/$plural/$id', params: { plural: 'quotes', id: made.quote } })
  }
  return (
    <div className="border-b border-line px-4 py-2.5">
      <Button size="sm" busy={busy !== null} onClick={() => void open()}>
        <FilePlus2 size={14} /> {make.summary}
      </Button>
    </div>
  )
}
