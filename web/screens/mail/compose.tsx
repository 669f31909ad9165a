import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Paperclip, Send, X } from 'lucide-react'
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError, newKey } from '../../api.ts'
import type { StoredFile } from '../../kinds/file.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { Banner, Skeleton } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { act, ask, mailboxesQuery, templatesQuery, type Person } from './client.ts'

const Editor = lazy(() => import('./editor.tsx'))

export type About = {
  account?: string | null
  contact?: string | null
  deal?: string | null
  lead?: string | null
}
export type Start = {
  to?: string
  cc?: string
  subject?: string
  answers?: string
  mailbox?: string
  quoted?: string
  html?: string
  /** Others it may go to. */
  offers?: readonly Person[]
}
/** A letter that goes out by another operation than `mail.send`: with a quote, say. */
export type By = {
  operation: string
  input: object
  fill: (template: string) => Promise<{ subject: string; html: string }>
  title: string
  /** What goes with it. */
  note: ReactNode
  onSent: () => Promise<unknown>
  /** Without a letter of ours. */
  otherwise?: { label: string; run: () => Promise<unknown> } | undefined
}

const addresses = (text: string) =>
  text
    .split(/[;\n]|,(?=[^"]*(?:"[^"]*"[^"]*)*$)/)
    .map((t) => t.trim())
    .filter(Boolean)

/** A letter being written: from a record, or as an answer. It goes out by itself once it is sent from here. */
export function Compose({
  about,
  start = {},
  by,
  onClose,
}: {
  about: About
  start?: Start
  by?: By
  onClose: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: boxes } = useQuery(mailboxesQuery)
  const { data: templates } = useQuery(templatesQuery)
  const usable = (boxes ?? []).filter((b) => b['isActive'] && b['smtpHost'])
  const [chosen, setChosen] = useState(start.mailbox)
  const from = usable.find((b) => b.id === chosen) ?? usable[0]
  const [to, setTo] = useState(start.to ?? '')
  const [cc, setCc] = useState(start.cc ?? '')
  const [bcc, setBcc] = useState('')
  const [more, setMore] = useState(Boolean(start.cc))
  const [subject, setSubject] = useState(start.subject ?? '')
  const [html, setHtml] = useState(start.html ?? '')
  const [files, setFiles] = useState<StoredFile[]>([])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [key] = useState(newKey)
  const signature = (from?.['signature'] as string | null | undefined) ?? ''

  const failed = (e: unknown) =>
    setProblem(e instanceof ApiError ? (e.problems[0]?.message ?? e.message) : t('mail.notReached'))
  const attach = async (list: FileList | null) => {
    for (const file of list ?? []) {
      const form = new FormData()
      form.set('file', file)
      await api<StoredFile>('files', { method: 'POST', body: form }).then(
        (stored) => setFiles((f) => [...f, stored]),
        failed,
      )
    }
  }
  const fill = (id: string) =>
    (by?.fill(id) ?? ask<{ subject: string; html: string }>('mailTemplate.fill', { id, ...about })).then(
      (filled) => {
        if (!subject || !start.answers) setSubject(filled.subject)
        setHtml(filled.html)
      },
      failed,
    )
  const send = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await act(by?.operation ?? 'mail.send', {
        ...(by?.input ?? about),
        ...(from ? { mailbox: from.id } : {}),
        ...(start.answers ? { answers: start.answers } : {}),
        to: addresses(to),
        cc: addresses(cc),
        bcc: addresses(bcc),
        subject,
        html: html + (signature ? `<br>${signature}` : '') + (start.quoted ?? ''),
        ...(files.length ? { files } : {}),
        key,
      })
      await client.invalidateQueries({ queryKey: ['records', 'mailThreads'] })
      await client.invalidateQueries({ queryKey: ['records', 'mailMessages'] })
      await by?.onSent()
      void say(t('mail.onItsWay'))
      onClose()
    } catch (e) {
      failed(e)
      setBusy(false)
    }
  }
  const offers = (start.offers ?? []).filter((p) => !to.includes(p.address))
  const field = (name: 'to' | 'cc' | 'bcc' | 'subject', value: string, set: (v: string) => void) => (
    <label className="grid grid-cols-[5.5rem_1fr] items-center gap-2">
      <span className="text-sm text-ink-2">{t(`mail.${name}`)}</span>
      <Input value={value} onChange={(e) => set(e.target.value)} />
    </label>
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={by?.title ?? (start.answers ? t('mail.answer') : t('mail.newLetter'))}
      size="lg"
      actions={
        <>
          {by?.otherwise && (
            <Button look="quiet" onClick={() => void by.otherwise!.run().then(onClose, failed)}>
              {by.otherwise.label}
            </Button>
          )}
          <Button onClick={onClose}>{t('mail.cancel')}</Button>
          <Button
            look="solid"
            busy={busy}
            disabled={!to.trim() || !subject.trim() || !from}
            onClick={() => void send()}
          >
            <Send size={14} /> {t('mail.send')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        {boxes && usable.length === 0 && <Banner tone="warning">{t('mail.noMailbox')}</Banner>}
        {problem && <Banner tone="danger">{problem}</Banner>}
        <div className="grid grid-cols-[5.5rem_1fr] items-center gap-2">
          <span className="text-sm text-ink-2">{t('mail.from')}</span>
          <Select
            aria-label={t('mail.from')}
            value={from?.id ?? ''}
            onChange={(v) => setChosen(v || undefined)}
            items={usable.map((b) => ({
              value: b.id,
              label: `${String(b['name'])} <${String(b['address'])}>`,
            }))}
          />
        </div>
        {field('to', to, setTo)}
        {offers.length > 0 && (
          <div className="flex flex-wrap gap-1 pl-[5.5rem]">
            {offers.map((p) => (
              <Button
                key={p.address}
                size="sm"
                look="quiet"
                onClick={() => setTo([to, p.address].filter(Boolean).join(', '))}
              >
                + {p.name ?? p.address}
              </Button>
            ))}
          </div>
        )}
        {more ? (
          <>
            {field('cc', cc, setCc)}
            {field('bcc', bcc, setBcc)}
          </>
        ) : (
          <Button size="sm" look="quiet" className="self-start" onClick={() => setMore(true)}>
            {t('mail.copies')}
          </Button>
        )}
        {field('subject', subject, setSubject)}
        {templates && templates.length > 0 && (
          <div className="grid grid-cols-[5.5rem_1fr] items-center gap-2">
            <span className="text-sm text-ink-2">{t('mail.template')}</span>
            <Select
              aria-label={t('mail.template')}
              value=""
              onChange={(v) => v && void fill(v)}
              items={[
                { value: '', label: t('mail.noTemplate') },
                ...templates.map((x) => ({ value: x.id, label: String(x['name']) })),
              ]}
            />
          </div>
        )}
        <Suspense fallback={<Skeleton lines={6} />}>
          <Editor text={html} onChange={setHtml} label={t('mail.text')} />
        </Suspense>
        {by?.note}
        <div className="flex flex-wrap items-center gap-1.5">
          <Button size="sm" onClick={() => picker.current?.click()}>
            <Paperclip size={13} /> {t('mail.attach')}
          </Button>
          <input ref={picker} type="file" multiple hidden onChange={(e) => void attach(e.target.files)} />
          {files.map((f) => (
            <span
              key={f.id}
              className="inline-flex items-center gap-1 rounded-md bg-hover px-2 py-0.5 text-sm"
            >
              {f.name}
              <IconButton
                size="sm"
                look="quiet"
                label={t('mail.remove', { name: f.name })}
                onClick={() => setFiles(files.filter((x) => x.id !== f.id))}
              >
                <X size={12} />
              </IconButton>
            </span>
          ))}
        </div>
      </div>
    </Dialog>
  )
}
