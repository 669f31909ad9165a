import { useCatalogue } from '../../catalogue.ts'
import { AllReports } from './all-reports.tsx'
import { textIn, useAddress } from './ask.ts'
import { ReportBuilder } from './report-builder.tsx'

/** Reports that come with Kolo, those kept under a name, and a new one of whatever is to be counted. */
export function ReportsScreen() {
  const [search] = useAddress()
  const { entities } = useCatalogue()
  const entity = entities[textIn(search, 'of') ?? '']
  return entity ? <ReportBuilder key={entity.name} entity={entity} /> : <AllReports />
}
