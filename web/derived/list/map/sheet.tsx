import { MapPin, Maximize, Minus, Plus } from 'lucide-react'
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../format.ts'
import { IconButton } from '../../../ui/button.tsx'
import { cx } from '../../../ui/class.ts'
import { bubblesOf, named, type Bubble, type Spot } from './bubbles.ts'
import { draw, loadGround, type Ground } from './ground.ts'
import { moved, sightOf, within, zoomed, type Sight, type Size } from './projection.ts'
import { useDragging } from './use-dragging.ts'
import './map.css'

const step = 1.6

type Props = {
  label: string
  spots: readonly Spot[]
  chosen: readonly string[]
  onChoose?: (bubble: Bubble) => void
  /** What is seen at first, if not all the spots. */
  start?: Sight | undefined
  /** A spot is picked in the middle, which is told whenever it moves: a press brings what is pressed there. */
  onMiddle?: (sight: Sight) => void
}

/** The map itself: dragged and drawn nearer by mouse, fingers and keys; places as bubbles by how many stand there. */
export function Sheet({ label, spots, chosen, onChoose, start, onMiddle }: Props) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  const [sight, setSight] = useState<Sight>()
  const fit = useMemo(
    () => size && (start ? within(start, size) : sightOf(spots, size)),
    [spots, size, start],
  )
  const now = sight ?? fit
  const change = (make: (from: Sight, size: Size) => Sight) =>
    size && setSight((old) => ((old ?? fit) ? make((old ?? fit)!, size) : old))
  const wasDragged = useDragging(box, change)
  useEffect(() => now && onMiddle?.(now), [now, onMiddle])
  const toMiddle = (x: number, y: number) =>
    change((from, s) => moved(from, s, s.width / 2 - x, s.height / 2 - y))
  const pressed = (e: MouseEvent) => {
    if (!onMiddle || wasDragged() || (e.target as Element).closest('button, a')) return
    const { left, top } = box.current!.getBoundingClientRect()
    toMiddle(e.clientX - left, e.clientY - top)
  }
  const middle = size && { x: size.width / 2, y: size.height / 2 }
  const zoom = (factor: number) => middle && change((from, s) => zoomed(from, s, factor, middle))
  const keyed = (e: KeyboardEvent) => {
    const by = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[e.key]
    if (by) change((from, s) => moved(from, s, by[0]!, by[1]!))
    else if (e.key === '+' || e.key === '=') zoom(step)
    else if (e.key === '-') zoom(1 / step)
    else if (e.key === '0') setSight(undefined)
    else return
    e.preventDefault()
  }
  // Bubbles part and join at steps, not while one draws nearer: they would flicker.
  const level = now && 2 ** (Math.round(Math.log2(now.scale) * 2) / 2)
  const bubbles = useMemo(() => (level ? bubblesOf(spots, level) : []), [spots, level])
  const names = useMemo(() => (level ? named(bubbles, level) : new Set()), [bubbles, level])
  const choose = (bubble: Bubble) =>
    bubble.spots.length > mostSpots || onMiddle ? nearer(bubble) : onChoose?.(bubble)
  const nearer = ({ main }: Bubble) =>
    change((from, s) =>
      zoomed({ ...from, x: main.x, y: main.y }, s, step * step, { x: s.width / 2, y: s.height / 2 }),
    )
  return (
    <div
      ref={box}
      role="group"
      aria-label={label}
      tabIndex={0}
      onKeyDown={keyed}
      onClick={pressed}
      className="relative min-h-0 min-w-0 flex-1 cursor-grab -outline-offset-2 touch-none overflow-hidden select-none active:cursor-grabbing"
    >
      {size && now && <GroundLayer sight={now} size={size} />}
      {size &&
        now &&
        bubbles.map((bubble) => (
          <Pin
            key={bubble.main.point}
            bubble={bubble}
            isNamed={names.has(bubble)}
            sight={now}
            size={size}
            chosen={chosen}
            onChoose={choose}
          />
        ))}
      {onMiddle && (
        <MapPin
          aria-hidden
          size={32}
          className="pointer-events-none absolute top-1/2 left-1/2 -translate-x-1/2 -translate-y-full fill-danger stroke-surface"
        />
      )}
      <div className="absolute top-3 right-3 flex flex-col gap-px overflow-hidden rounded-md border border-line bg-surface shadow-sm">
        <IconButton label={t('map.nearer')} keys="+" onClick={() => zoom(step)}>
          <Plus size={15} />
        </IconButton>
        <IconButton label={t('map.further')} keys="-" onClick={() => zoom(1 / step)}>
          <Minus size={15} />
        </IconButton>
        <IconButton label={t('map.showAll')} keys="0" onClick={() => setSight(undefined)}>
          <Maximize size={14} />
        </IconButton>
      </div>
      <p className="absolute right-0 bottom-0 rounded-tl-md bg-surface/80 px-2 py-0.5 text-xs text-ink-2">
        {t('map.sources')}{' '}
        <a href="https://www.geonames.org/" target="_blank" rel="noreferrer" className="underline">
          GeoNames
        </a>
        , CC BY 4.0 · Natural Earth
      </p>
    </div>
  )
}

/** More places than a filter takes: one draws nearer first. */
const mostSpots = 300

function Pin({
  bubble,
  isNamed,
  sight,
  size,
  chosen,
  onChoose,
}: {
  bubble: Bubble
  isNamed: boolean
  sight: Sight
  size: Size
  chosen: readonly string[]
  onChoose: (bubble: Bubble) => void
}) {
  const { main, spots, count, radius } = bubble
  const x = (main.x - sight.x) * sight.scale + size.width / 2
  const y = (main.y - sight.y) * sight.scale + size.height / 2
  if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) return null
  const isChosen = spots.some((s) => chosen.includes(s.point))
  return (
    // The table beside the map is the way of the keyboard; here it would be hundreds of stops.
    <button
      type="button"
      tabIndex={-1}
      aria-hidden
      data-bubble
      onClick={() => onChoose(bubble)}
      className="group absolute top-0 left-0 flex cursor-pointer items-center justify-center hover:z-10"
      style={{
        width: radius * 2,
        height: radius * 2,
        transform: `translate(${Math.round(x - radius)}px, ${Math.round(y - radius)}px)`,
      }}
    >
      <span
        className={cx(
          'figures flex size-full items-center justify-center rounded-full border-2 text-sm font-semibold shadow-sm transition-transform group-hover:scale-110',
          isChosen ? 'border-ink bg-accent-strong text-on-accent' : 'border-surface bg-accent text-on-accent',
        )}
      >
        {short(count)}
      </span>
      <span
        className={cx(
          'map-name pointer-events-none absolute top-full px-1 text-xs font-medium whitespace-nowrap text-ink',
          !isNamed && 'hidden group-hover:block',
        )}
      >
        {main.name}
        {spots.length > 1 && <span className="text-ink-2"> +{formatNumber(spots.length - 1)}</span>}
      </span>
    </button>
  )
}

const short = (count: number) =>
  count < 10_000 ? formatNumber(count) : `${formatNumber(Math.round(count / 1000))}k`

function GroundLayer({ sight, size }: { sight: Sight; size: Size }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [ground, setGround] = useState<Ground>()
  const [theme, setTheme] = useState(0)
  useEffect(() => void loadGround().then(setGround), [])
  useEffect(() => {
    const watch = new MutationObserver(() => setTheme((n) => n + 1))
    watch.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => watch.disconnect()
  }, [])
  useLayoutEffect(() => {
    if (ground && canvas.current) draw(canvas.current, ground, sight, size)
  }, [ground, sight, size, theme])
  return <canvas ref={canvas} aria-hidden className="absolute inset-0 size-full" />
}

function useSize(box: React.RefObject<HTMLDivElement | null>) {
  const [size, setSize] = useState<Size>()
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      setSize({ width, height })
    })
    watch.observe(box.current!)
    return () => watch.disconnect()
  }, [box])
  return size
}
