import { CalendarDays, ChevronDown, ChevronRight, FileText, Image, MailWarning } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatTime } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/state.tsx'
import { Tag } from '../../ui/tag.tsx'
import type { Letter as Mail, Person } from './client.ts'

const nameOf = (p: Person) => (p.name ? `${p.name} <${p.address}>` : p.address)

/** The formatted text in a frame that runs nothing; its own height, so that the page scrolls and not the frame. */
function Formatted({ letter, images }: { letter: Mail; images: boolean }) {
  const { t } = useTranslation()
  const [height, setHeight] = useState(120)
  return (
    <iframe
      title={t('mail.formattedText')}
      src={`/api/mailMessages/${letter.id}/html${images ? '?images=1' : ''}`}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      className="w-full rounded-md border border-line bg-white"
      style={{ height }}
      onLoad={(e) => {
        const page = e.currentTarget.contentDocument
        if (page) setHeight(Math.min(Math.max(page.documentElement.scrollHeight + 2, 60), 6000))
      }}
    />
  )
}

/** One letter: who to whom, what, with which files; folded when it is not what one came for. */
export function Letter({ letter, open: first }: { letter: Mail; open: boolean }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(first)
  const [isFormatted, setFormatted] = useState(false)
  const [images, setImages] = useState(false)
  const [quoted, setQuoted] = useState(false)
  const from = letter.fromName ?? letter.fromAddress ?? t('mail.unknown')
  const files = (letter.files ?? []).filter((f) => !f.cid || !f.type.startsWith('image/'))
  return (
    <article className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full min-w-0 items-center gap-2 px-4 py-2 text-left hover:bg-hover"
      >
        {open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
        <span className="shrink-0 font-medium">{from}</span>
        {letter.kind !== 'letter' && <Tag>{t(`mail.kind.${letter.kind}`)}</Tag>}
        {(letter.state === 'queued' || letter.state === 'failed') && (
          <Tag color={letter.state === 'failed' ? 'red' : 'orange'}>{t(`mail.state.${letter.state}`)}</Tag>
        )}
        <span className="min-w-0 flex-1 truncate text-ink-3">{open ? '' : letter.text?.slice(0, 160)}</span>
        <time dateTime={letter.at} className="shrink-0 text-sm text-ink-3">
          {formatTime(letter.at)}
        </time>
      </button>
      {open && (
        <div className="flex flex-col gap-2.5 px-4 pb-4 sm:pl-9">
          <p className="text-sm text-ink-2">
            {t('mail.toWhom', { people: (letter.recipients ?? []).map(nameOf).join(', ') || '—' })}
            {letter.cc && <> · {t('mail.ccWhom', { people: letter.cc.map(nameOf).join(', ') })}</>}
          </p>
          {letter.trouble && (
            <Banner tone={letter.state === 'failed' ? 'danger' : 'warning'}>{letter.trouble}</Banner>
          )}
          {letter.bounces?.map((b, i) => (
            <Banner key={i} tone={b.isHard ? 'danger' : 'warning'}>
              <MailWarning size={14} className="mr-1 inline" />
              {t('mail.bounced', { address: b.recipient ?? '—', reason: t(`mail.reason.${b.reason}`) })}{' '}
              {b.isHard ? t('mail.forGood') : t('mail.forNow')}
            </Banner>
          ))}
          {letter.invitation && (
            <Banner>
              <CalendarDays size={14} className="mr-1 inline" />
              {letter.invitation.summary}
              {letter.invitation.start && ` · ${formatTime(letter.invitation.start)}`}
              {letter.invitation.place && ` · ${letter.invitation.place}`}
            </Banner>
          )}
          {isFormatted ? (
            <Formatted letter={letter} images={images} />
          ) : (
            <div className="whitespace-pre-wrap [overflow-wrap:anywhere]">
              {letter.text ?? t('mail.noText')}
            </div>
          )}
          {!isFormatted && quoted && letter.quoted && (
            <div className="border-l-2 border-line-strong pl-3 whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]">
              {letter.quoted}
            </div>
          )}
          <div className="flex flex-wrap gap-1.5">
            {!isFormatted && letter.quoted && (
              <Button size="sm" look="quiet" aria-expanded={quoted} onClick={() => setQuoted(!quoted)}>
                {quoted ? t('mail.hideQuoted') : t('mail.showQuoted')}
              </Button>
            )}
            {letter.hasHtml && (
              <Button size="sm" look="quiet" onClick={() => setFormatted(!isFormatted)}>
                {isFormatted ? t('mail.asText') : t('mail.asFormatted')}
              </Button>
            )}
            {isFormatted && !images && (
              <Button size="sm" look="quiet" onClick={() => setImages(true)}>
                <Image size={13} /> {t('mail.showImages')}
              </Button>
            )}
          </div>
          {files.length > 0 && (
            <ul className="flex flex-wrap gap-1.5">
              {files.map((f) => (
                <li key={f.id}>
                  <a
                    href={`/api/mailMessages/${letter.id}/attachments/${f.id}`}
                    download={f.name}
                    className="inline-flex items-center gap-1.5 rounded-md border border-line px-2 py-1 hover:bg-hover"
                  >
                    <FileText size={13} /> {f.name}{' '}
                    <span className="text-sm text-ink-3">{formatBytes(f.size)}</span>
                  </a>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </article>
  )
}
