import { EditorContent, useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { Bold, Italic, Link2, List, ListOrdered } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'

/** A rich text. `text` set anew from outside (a template) replaces what was written. */
export default function Editor({
  text,
  onChange,
  label,
}: {
  text: string
  onChange: (html: string) => void
  label: string
}) {
  const { t } = useTranslation()
  const editor = useEditor({
    extensions: [StarterKit.configure({ link: { openOnClick: false } })],
    content: text,
    autofocus: 'start',
    editorProps: {
      attributes: {
        'aria-label': label,
        'aria-multiline': 'true',
        role: 'textbox',
        class:
          'min-h-40 max-h-[50vh] overflow-y-auto px-3 py-2 outline-none [&_p]:mb-2 [&_ul]:list-disc [&_ol]:list-decimal [&_ul]:pl-5 [&_ol]:pl-5 [&_a]:underline [&_blockquote]:border-l-2 [&_blockquote]:border-line-strong [&_blockquote]:pl-3 [&_blockquote]:text-ink-2',
      },
    },
    onUpdate: ({ editor: e }) => onChange(e.getHTML()),
  })
  useEffect(() => {
    if (editor && !editor.isDestroyed && text !== editor.getHTML()) editor.commands.setContent(text)
  }, [editor, text])
  if (!editor) return null
  const chain = () => editor.chain().focus()
  const link = () => {
    const href = window.prompt(
      t('mail.linkTo'),
      (editor.getAttributes('link')['href'] as string | undefined) ?? 'https://',
    )
    if (href) chain().setLink({ href }).run()
    else if (href === '') chain().unsetLink().run()
  }
  const tools = [
    ['mail.bold', <Bold key="b" size={14} />, () => chain().toggleBold().run(), editor.isActive('bold')],
    [
      'mail.italic',
      <Italic key="i" size={14} />,
      () => chain().toggleItalic().run(),
      editor.isActive('italic'),
    ],
    [
      'mail.bullets',
      <List key="l" size={14} />,
      () => chain().toggleBulletList().run(),
      editor.isActive('bulletList'),
    ],
    [
      'mail.numbers',
      <ListOrdered key="o" size={14} />,
      () => chain().toggleOrderedList().run(),
      editor.isActive('orderedList'),
    ],
    ['mail.link', <Link2 key="k" size={14} />, link, editor.isActive('link')],
  ] as const
  return (
    <div className="rounded-md border border-line-strong bg-surface focus-within:border-accent">
      <div className="flex gap-0.5 border-b border-line px-1 py-0.5">
        {tools.map(([name, icon, run, on]) => (
          <IconButton key={name} size="sm" look="quiet" label={t(name)} aria-pressed={on} onClick={run}>
            {icon}
          </IconButton>
        ))}
      </div>
      <EditorContent editor={editor} />
    </div>
  )
}
