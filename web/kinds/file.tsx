import { FileText, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { formatBytes } from '../format.ts'
import { Button, IconButton } from '../ui/button.tsx'
import type { EditProps, Place, WebKind } from './kind.ts'

export type StoredFile = { id: string; name: string; size: number; type: string }

function FileEdit({ value, onChange, id, disabled }: EditProps<StoredFile>) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<'idle' | 'sending' | 'failed'>('idle')
  const send = async (file: File | undefined) => {
    if (!file) return
    setState('sending')
    const form = new FormData()
    form.set('file', file)
    await api<StoredFile>('files', { method: 'POST', body: form }).then(
      (stored) => (onChange(stored), setState('idle')),
      () => setState('failed'),
    )
  }
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      {value && <FileShow value={value} />}
      {value && (
        <IconButton size="sm" label={t('ui.clear')} onClick={() => onChange(null)}>
          <X size={13} />
        </IconButton>
      )}
      <Button id={id} disabled={disabled} busy={state === 'sending'} onClick={() => input.current?.click()}>
        {t(value ? 'ui.replaceFile' : 'ui.chooseFile')}
      </Button>
      {state === 'failed' && (
        <span role="alert" className="text-sm text-danger">
          {t('ui.fileFailed')}
        </span>
      )}
      <input ref={input} type="file" hidden onChange={(e) => void send(e.target.files?.[0])} />
    </div>
  )
}

/** Fetched from the record that carries it: whoever may read the field may have the file. */
const FileShow = ({ value, inside, at }: { value: StoredFile; inside?: boolean; at?: Place | undefined }) => {
  const name = (
    <>
      <FileText size={14} className="shrink-0 text-ink-3" />
      <span className="truncate">{value.name}</span>
      <span className="figures shrink-0 text-sm text-ink-3">{formatBytes(value.size)}</span>
    </>
  )
  const look = 'inline-flex min-w-0 items-center gap-1.5'
  return inside || !at ? (
    <span className={look}>{name}</span>
  ) : (
    <a
      className={`${look} hover:underline`}
      href={`/api/${at.plural}/${at.id}/files/${at.path}`}
      download={value.name}
    >
      {name}
    </a>
  )
}

export const file: WebKind<StoredFile> = {
  text: (v) => v.name,
  Show: FileShow,
  Edit: FileEdit,
  width: 180,
  wide: true,
}
