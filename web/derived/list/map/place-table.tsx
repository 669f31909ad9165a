import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../format.ts'
import { Button } from '../../../ui/button.tsx'
import type { Spot } from './bubbles.ts'

const atOnce = 200

/** The places in words, the largest first: what the map says to who does not see it. */
export function PlaceTable({ spots, onChoose }: { spots: readonly Spot[]; onChoose: (spot: Spot) => void }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(atOnce)
  const more = spots.length - shown
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <table className="w-full">
        <thead className="sticky top-0 bg-surface text-xs text-ink-3">
          <tr>
            <th scope="col" className="px-4 pt-2.5 pb-1 text-left font-normal">
              {t('map.place')}
            </th>
            <th scope="col" className="px-4 pt-2.5 pb-1 text-right font-normal">
              {t('map.records')}
            </th>
          </tr>
        </thead>
        <tbody>
          {spots.slice(0, shown).map((spot) => (
            <tr key={spot.point} className="relative hover:bg-hover">
              <td className="max-w-0 py-1 pl-4">
                <button
                  type="button"
                  onClick={() => onChoose(spot)}
                  className="block w-full truncate text-left after:absolute after:inset-0"
                >
                  {spot.name}
                </button>
                <span className="block truncate text-sm text-ink-3">
                  {[spot.region, spot.country].filter((part) => part && part !== spot.name).join(', ')}
                </span>
              </td>
              <td className="figures w-20 py-1 pr-4 text-right align-top">{formatNumber(spot.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <div className="p-2 text-center">
          <Button look="quiet" onClick={() => setShown(shown + atOnce)}>
            {t('map.moreOf', { count: more })}
          </Button>
        </div>
      )}
    </div>
  )
}
