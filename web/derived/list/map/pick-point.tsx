import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api.ts'
import { useCatalogue, type Entity } from '../../../catalogue.ts'
import type { Address } from '../../../kinds/way-lines.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Skeleton } from '../../../ui/state.tsx'
import type { Spot } from './bubbles.ts'
import { degreesOf, project, type Sight } from './projection.ts'
import { Sheet } from './sheet.tsx'
import { usePlaces } from './use-places.ts'

type Degrees = { latitude: number; longitude: number }

// A town with what is around it, and a spot within it.
const [town, spot] = [60_000, 250_000]
/** To some ten metres: the map shows no houses. */
const tenMetres = (degrees: number) => Math.round(degrees * 10_000) / 10_000

/** A point is what stands in the middle of the map; one begins at the address's own, or at its town. */
export default function PickPoint({
  address,
  onPick,
  onClose,
}: {
  address: Address
  onPick: (point: Degrees) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const account = useCatalogue().entities['account']
  const { latitude, longitude, primary: _, label: _l, ...words } = address
  const { data, isPending } = useQuery({
    queryKey: ['map.find', words],
    queryFn: ({ signal }) =>
      api<{ place: Degrees | null }>('operations/map.find', {
        method: 'POST',
        body: { address: words },
        signal,
      }),
    enabled: latitude === undefined,
    retry: false,
  })
  const start = useMemo((): Sight | undefined => {
    if (latitude !== undefined && longitude !== undefined)
      return { ...project(longitude, latitude), scale: spot }
    return data?.place ? { ...project(data.place.longitude, data.place.latitude), scale: town } : undefined
  }, [latitude, longitude, data])
  const [middle, setMiddle] = useState<Sight>()
  const point = middle && degreesOf(middle)
  const rounded = point && { latitude: tenMetres(point.latitude), longitude: tenMetres(point.longitude) }
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={t('map.pick')}
      about={t('map.pickHow')}
      actions={
        <>
          <span className="figures mr-auto self-center text-ink-2">
            {rounded && `${rounded.latitude}, ${rounded.longitude}`}
          </span>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button look="solid" disabled={!rounded} onClick={() => rounded && onPick(rounded)}>
            {t('map.take')}
          </Button>
        </>
      }
    >
      <div className="flex h-[52dvh] flex-col overflow-hidden rounded-md border border-line">
        {latitude === undefined && isPending ? (
          <Skeleton lines={6} />
        ) : account?.fields['place']?.read ? (
          <AmongClients entity={account} start={start} onMiddle={setMiddle} />
        ) : (
          <Ground start={start} onMiddle={setMiddle} />
        )}
      </div>
    </Dialog>
  )
}

type Picking = { start: Sight | undefined; onMiddle: (sight: Sight) => void }

function Ground({ spots = none, ...p }: Picking & { spots?: readonly Spot[] }) {
  const { t } = useTranslation()
  return <Sheet {...p} label={t('map.pick')} spots={spots} chosen={none} />
}
const none: readonly never[] = []

/** The clients one sees stand there too: by them one finds one's way. */
function AmongClients({ entity, ...p }: Picking & { entity: Entity }) {
  const { spots } = usePlaces({ entity, filter: undefined, q: '' }, { by: 'place' })
  return <Ground {...p} spots={spots} />
}
