import sprite from 'kolo-icons.svg'

/** A picture by its name in icon-names.json. All of them are one file that is no script; vite.config.ts makes it. */
export const PageIcon = ({ icon, size = 16 }: { icon: string; size?: number }) => (
  <svg
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth={1.75}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden
    className="shrink-0"
  >
    <use href={`${sprite}#${icon}`} />
  </svg>
)

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
