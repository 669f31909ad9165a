import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue.ts'
import { formatAgo, formatBytes } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Textarea } from '../ui/input.tsx'
import { Banner } from '../ui/state.tsx'
import { useAway } from './network.ts'
import { again, discard, drain } from './queue.ts'
import { textOf, withText, type Waiting } from './rules.ts'
import { useWaiting } from './waiting.ts'

/** What the server does not have yet, and why; nothing of it goes away unless it is sent or thrown away here. */
export function WaitingDialog({ leave, onClose }: { leave?: () => void; onClose: () => void }) {
  const { t } = useTranslation()
  const away = useAway()
  const waiting = useWaiting()
  return (
    <Dialog
      open
      size="md"
      onClose={onClose}
      title={t('offline.waiting')}
      about={t('offline.waitingHow')}
      actions={
        leave ? (
          <>
            <Button onClick={leave} look="danger">
              {t('offline.leave')}
            </Button>
            <Button onClick={onClose} look="solid">
              {t('offline.stay')}
            </Button>
          </>
        ) : (
          <Button look="solid" disabled={away || waiting.length === 0} onClick={() => void drain()}>
            {t('offline.sendNow')}
          </Button>
        )
      }
    >
      {leave && <Banner tone="warning">{t('offline.leaveHow', { count: waiting.length })}</Banner>}
      <ol>
        {waiting.map((w) => (
          <Item key={w.number} waiting={w} onGo={onClose} />
        ))}
      </ol>
      {waiting.length === 0 && <p className="py-6 text-center text-ink-3">{t('offline.allSent')}</p>}
    </Dialog>
  )
}

function Item({ waiting: w, onGo }: { waiting: Waiting; onGo: () => void }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [text, setText] = useState<string | null>(null)
  const [isSure, setSure] = useState(false)
  const said = textOf(w)
  const plural = entities[w.about.entity]?.plural
  return (
    <li className="border-b border-line py-2.5 last:border-0">
      <p className="font-medium wrap-anywhere">
        {t(`offline.kinds.${w.kind}`)}: {w.about.title}
      </p>
      <p className="text-sm text-ink-3">
        {formatAgo(w.writtenAt)}
        {w.file && ` · ${w.file.name} · ${formatBytes(w.file.bytes.size)}`}
      </p>
      {text === null && said && <p className="wrap-anywhere whitespace-pre-wrap text-ink-2">{said}</p>}
      {w.problem && (
        <p className="mt-1 text-danger">
          {w.problem.code === 'unsure' ? t('offline.unsure') : t('offline.refused', { why: w.problem.text })}
        </p>
      )}
      {text !== null && (
        <Textarea
          autoFocus
          className="mt-1.5"
          aria-label={t('offline.text')}
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
      )}
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {text !== null ? (
          <>
            <Button size="sm" look="solid" onClick={() => void again(w, withText(w, text))}>
              {t('offline.sendMended')}
            </Button>
            <Button size="sm" onClick={() => setText(null)}>
              {t('ui.cancel')}
            </Button>
          </>
        ) : isSure ? (
          <>
            <Button size="sm" look="danger" onClick={() => void discard(w)}>
              {t('offline.discardSure')}
            </Button>
            <Button size="sm" onClick={() => setSure(false)}>
              {t('ui.cancel')}
            </Button>
          </>
        ) : (
          <>
            {w.problem && (
              <Button size="sm" onClick={() => void again(w)}>
                {t('ui.retry')}
              </Button>
            )}
            {w.problem && said !== null && (
              <Button size="sm" onClick={() => setText(said)}>
                {t('offline.mend')}
              </Button>
            )}
            {w.problem && plural && (
              <Link
                to="/$plural/$id"
                params={{ plural, id: w.about.id }}
                onClick={onGo}
                className="inline-flex h-6 items-center px-2 text-sm text-accent-strong hover:underline pointer-coarse:h-8"
              >
                {t('offline.openIt')}
              </Link>
            )}
            <Button size="sm" look="quiet" onClick={() => setSure(true)}>
              {t('offline.discard')}
            </Button>
          </>
        )}
      </div>
    </li>
  )
}
