import { Popover } from '@base-ui/react/popover'
import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Control } from '../../kinds/value.tsx'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useDraft, type EditorProps } from './cell-editor.tsx'

/** Edits what needs more room than its cell has. */
export function WideEditor(props: EditorProps) {
  const { t } = useTranslation()
  const anchor = useRef<HTMLDivElement>(null)
  const popup = useRef<HTMLDivElement>(null)
  const { draft, change, save, cancel } = useDraft(props, popup)
  const onKeyDown = (e: KeyboardEvent) => {
    e.stopPropagation()
    const isChoosing = (e.target as HTMLElement).getAttribute('aria-expanded') === 'true'
    const isSave =
      e.key === 'Enter' &&
      (e.ctrlKey || e.metaKey || ((e.target as HTMLElement).tagName === 'INPUT' && !isChoosing))
    if (!isSave || e.defaultPrevented) return
    e.preventDefault()
    save('stay')
  }
  return (
    <div ref={anchor} className="absolute inset-0 z-10 shadow-[inset_0_0_0_2px_var(--accent)]">
      <Popover.Root
        open
        onOpenChange={(open, details) => !open && (details.reason === 'escape-key' ? cancel() : save('stay'))}
      >
        <Popover.Portal>
          <Popover.Positioner
            anchor={anchor}
            sideOffset={2}
            align="start"
            collisionPadding={8}
            className="z-40 outline-none"
          >
            <Popover.Popup
              ref={popup}
              aria-label={props.field.label}
              className="popup w-96 max-w-(--available-width) p-3"
              onKeyDown={onKeyDown}
            >
              <div className="mb-1.5 text-sm font-medium text-ink-2">{props.field.label}</div>
              <div className="max-h-80 overflow-y-auto p-0.5">
                <Control
                  field={props.field}
                  value={draft as never}
                  onChange={change}
                  autoFocus
                  aria-label={props.field.label}
                />
              </div>
              <div className="mt-2.5 flex items-center gap-2">
                <Button size="sm" look="solid" onClick={() => save('stay')}>
                  {t('ui.save')}
                </Button>
                <Button size="sm" look="quiet" onClick={cancel}>
                  {t('ui.cancel')}
                </Button>
                <span className="ml-auto">
                  <Kbd keys="mod+enter" />
                </span>
              </div>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}
