import { addDays, addMonths, monthGrid, weekday } from '../../days.ts'
import { formatDay, formatDayLong, formatMonth } from '../../format.ts'
import type { Ref } from '../../records.ts'

export type Shape = 'day' | 'week' | 'month'
export const shapes: readonly Shape[] = ['day', 'week', 'month']
export type State = { shape: Shape; day: string; people: readonly Ref[] }

export const mondayOf = (day: string) => addDays(day, -weekday(day))
export const spanOf = ({ shape, day }: State): [string, string] => {
  if (shape === 'day') return [day, addDays(day, 1)]
  if (shape === 'week') return [mondayOf(day), addDays(mondayOf(day), 7)]
  const grid = monthGrid(day)
  return [grid[0]!, addDays(grid.at(-1)!, 1)]
}
export const step = ({ shape, day }: State, by: number) =>
  shape === 'month' ? addMonths(day, by) : addDays(day, by * (shape === 'week' ? 7 : 1))

export const viewOf = ({ shape, people }: State) =>
  shape === 'month'
    ? 'dayGridMonth'
    : shape === 'week'
      ? 'timeGridWeek'
      : people.length > 1
        ? 'resourceTimeGridDay'
        : 'timeGridDay'

export const titleOf = ({ shape, day }: State) => {
  if (shape === 'day') return formatDayLong(day)
  if (shape === 'week') return `${formatDay(mondayOf(day))} – ${formatDay(addDays(mondayOf(day), 6))}`
  return formatMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1)
}
