import { Link } from '@tanstack/react-router'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { today } from '../../days.ts'
import { formatDate } from '../../format.ts'

type Facts = { kind: string; label: string; note: string | null; since: string | null; until: string | null }
export type Drawn = {
  neighbours: (Facts & { relation: string; who: { entity: string; id: string; title: string } })[]
  among: (Facts & { a: string; b: string })[]
}

const row = 46
const letter = 7.2
const cut = (text: string, width: number) => {
  const most = Math.max(4, Math.floor(width / letter))
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

/** The record at the left, each that it is related to at the right with what it is to it; arcs at the far right join
 * those that are related to one another. Drawn to the width there is, so that it reads on a phone. */
export function Picture({ title, drawn: { neighbours, among } }: { title: string; drawn: Drawn }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const seen = new ResizeObserver(([e]) => setWidth(Math.min(720, Math.floor(e!.contentRect.width))))
    seen.observe(box.current!)
    return () => seen.disconnect()
  }, [])
  const now = today()
  const places = [...new Map(neighbours.map((n) => [n.who.id, n.who])).values()]
  const height = places.length * row + 8
  const at = (id: string) => 4 + row / 2 + places.findIndex((p) => p.id === id) * row
  const [from, to] = [Math.round(width * 0.32), Math.round(width * 0.46)]
  const arcs = among.filter((e) => e.a !== e.b)
  const end = width - (arcs.length ? 26 : 2)
  return (
    <div ref={box}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="group"
          aria-label={t('relations.picture', { who: title })}
          className="max-w-full text-base"
        >
          <rect
            x={1}
            y={height / 2 - 18}
            width={from - 2}
            height={36}
            rx={9}
            className="fill-accent-soft stroke-accent-line"
          />
          <text x={10} y={height / 2} dominantBaseline="central" className="fill-ink font-semibold">
            <title>{title}</title>
            {cut(title, from - 18)}
          </text>
          {arcs.map((e, i) => (
            <path
              key={i}
              d={`M${end} ${at(e.a)} C${end + 24} ${at(e.a)} ${end + 24} ${at(e.b)} ${end} ${at(e.b)}`}
              className="fill-none stroke-line-strong"
              strokeDasharray="3 3"
            >
              <title>{e.label}</title>
            </path>
          ))}
          {places.map((p) => {
            const own = neighbours.filter((n) => n.who.id === p.id)
            const isOver = own.every((n) => n.until !== null && n.until < now)
            const y = at(p.id)
            const plural = entities[p.entity]?.plural
            const words = own
              .map((n) => [n.label, n.note, n.since && t('relations.since', { day: formatDate(n.since) })])
              .map((parts) => parts.filter(Boolean).join(' · '))
              .join('; ')
            const said = isOver ? `${words} (${t('relations.over')})` : words
            const drawn = (
              <>
                <rect
                  x={to}
                  y={y - 20}
                  width={end - to}
                  height={40}
                  rx={9}
                  className="fill-surface stroke-line-strong group-focus-visible:stroke-accent group-focus-visible:stroke-2"
                />
                <text x={to + 9} y={y - 8} dominantBaseline="central" className="fill-ink font-medium">
                  {cut(p.title, end - to - 16)}
                </text>
                <text x={to + 9} y={y + 9} dominantBaseline="central" className="fill-ink-3 text-sm">
                  {cut(said, end - to - 10)}
                </text>
                <title>{`${p.title}: ${said}`}</title>
              </>
            )
            return (
              <g key={p.id}>
                <path
                  d={`M${from} ${height / 2} C${(from + to) / 2} ${height / 2} ${(from + to) / 2} ${y} ${to} ${y}`}
                  className="fill-none stroke-line-strong"
                  strokeDasharray={isOver ? '3 3' : undefined}
                />
                {plural ? (
                  <Link
                    to="/$plural/$id"
                    params={{ plural, id: p.id }}
                    aria-label={`${p.title}: ${said}`}
                    className="group outline-none"
                  >
                    {drawn}
                  </Link>
                ) : (
                  drawn
                )}
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}
