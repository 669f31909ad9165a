import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { query } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuLink } from '../../ui/menu.tsx'

/** What is shown, as a file. */
export function ExportMenu({ operation, input }: { operation: string; input: object }) {
  const { t } = useTranslation()
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet">
          <Download size={15} />
          <span className="max-sm:sr-only">{t('analysis.export')}</span>
        </Button>
      }
    >
      {(['xlsx', 'csv'] as const).map((format) => (
        <MenuLink key={format} href={`/api/analysis/${operation}/export${query({ input, format })}`}>
          {format.toUpperCase()}
        </MenuLink>
      ))}
    </Menu>
  )
}
