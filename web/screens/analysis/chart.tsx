import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export type Series = { name: string; values: (number | null)[]; isBefore?: boolean }

const hues = [207, 55, 150, 300, 24, 90, 245, 350]

/** Bars over names or months; several series stand on one another, or are lines where they do not add up. */
export function Chart({
  names,
  series,
  adds,
  format,
  label,
}: {
  names: readonly string[]
  series: readonly Series[]
  adds: boolean
  format: (value: number) => string
  label: string
}) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const at = frame.current!
    const chart = init(at, null, { renderer: 'svg' })
    const draw = () => {
      const css = getComputedStyle(document.documentElement)
      const ink = css.getPropertyValue('--ink-3')
      const line = css.getPropertyValue('--line')
      const isDark = document.documentElement.dataset['theme'] === 'dark'
      const colour = (i: number) => `hsl(${hues[i % hues.length]} ${isDark ? '38% 58%' : '42% 46%'})`
      const several = series.filter((s) => !s.isBefore).length > 1
      chart.setOption(
        {
          animation: false,
          textStyle: { fontFamily: 'Inter, sans-serif', fontSize: 12 },
          grid: { left: 4, right: 8, top: series.length > 1 ? 34 : 12, bottom: 4, containLabel: true },
          legend: {
            show: series.length > 1,
            type: 'scroll',
            top: 0,
            left: 0,
            icon: 'roundRect',
            itemWidth: 10,
            itemHeight: 10,
            textStyle: { color: ink },
            pageTextStyle: { color: ink },
          },
          tooltip: {
            trigger: 'axis',
            axisPointer: {
              type: 'shadow',
              shadowStyle: { color: isDark ? 'rgba(255,255,255,.05)' : 'rgba(0,0,0,.04)' },
            },
            backgroundColor: css.getPropertyValue('--raised'),
            borderWidth: 0,
            textStyle: { color: css.getPropertyValue('--ink'), fontSize: 12 },
            valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : '—'),
          },
          xAxis: {
            type: 'category',
            data: [...names],
            axisTick: { show: false },
            axisLine: { lineStyle: { color: line } },
            axisLabel: {
              color: ink,
              hideOverlap: true,
              width: 110,
              overflow: 'truncate',
              rotate: names.length > 8 ? 30 : 0,
            },
          },
          yAxis: {
            type: 'value',
            splitLine: { lineStyle: { color: line } },
            axisLabel: { color: ink, formatter: (value: number) => format(value) },
          },
          series: series.map((s, i) => ({
            name: s.name,
            type: several && !adds ? 'line' : 'bar',
            ...(several && adds ? { stack: 'all' } : {}),
            barMaxWidth: 34,
            data: s.values,
            symbolSize: 5,
            itemStyle: {
              color: s.isBefore ? (isDark ? '#4a4d52' : '#c9c8c4') : colour(i),
              borderRadius: several ? 0 : [3, 3, 0, 0],
            },
            emphasis: { disabled: true },
          })),
        },
        true,
      )
    }
    draw()
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(at)
    // Another theme is another set of colours.
    const themed = new MutationObserver(draw)
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      resized.disconnect()
      themed.disconnect()
      chart.dispose()
    }
  }, [names, series, adds, format])
  return <div ref={frame} role="img" aria-label={label} className="h-64 w-full" />
}
