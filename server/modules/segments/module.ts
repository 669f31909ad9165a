import type { Module } from '#core/catalogue.ts'
import { previewAssignment, runAssignment, undoAssignment } from './assign.ts'
import {
  clearIn,
  countSegment,
  excludeFrom,
  freezeSegment,
  includeIn,
  writeSegments,
} from './keep-segment.ts'
import { segmentsOfRecord } from './of-record.ts'
import { mistypedFindings } from './mistyped.ts'
import { readQuality, twinsFinding } from './quality.ts'
import { assignmentRule } from './rule.ts'
import { segment, segmentMember } from './segment.ts'

export const segments: Module = {
  name: 'segments',
  label: { en: 'Segments', uk: 'Сегменти' },
  area: 'parties',
  uses: ['workspace', 'parties', 'duplicates'],
  entities: [segment, segmentMember, assignmentRule],
  operations: [
    ...writeSegments,
    countSegment,
    includeIn,
    excludeFrom,
    clearIn,
    freezeSegment,
    segmentsOfRecord,
    previewAssignment,
    runAssignment,
    undoAssignment,
    readQuality,
  ],
  finds: [...mistypedFindings, twinsFinding],
  events: ['segment.changed', 'assignmentRule.ran'],
  tells: { 'segment.changed': { text: { en: 'members changed by hand', uk: 'учасників змінено вручну' } } },
  pages: [
    {
      path: 'assignment',
      label: { en: 'Assignment', uk: 'Закріплення' },
      icon: 'map',
      needs: { assignmentRule: 'update' },
    },
    {
      path: 'data-quality',
      label: { en: 'Data quality', uk: 'Якість даних' },
      icon: 'shield-check',
      needs: { contact: 'read', account: 'read' },
    },
  ],
}
