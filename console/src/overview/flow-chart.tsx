import { BarChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useDark } from '../buckets/dark.ts'

use([BarChart, GridComponent, TooltipComponent, SVGRenderer])

export type FlowRow = {
  /** A currency, or hours. */
  readonly label: string
  readonly parts: readonly {
    readonly id: string
    readonly label: string
    readonly color: string
    /** For drawing only. */
    readonly percent: number
    /** The exact figure as it is shown. */
    readonly shown: string
  }[]
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function optionsOf(rows: readonly FlowRow[], dark: boolean) {
  // The last bar has the hours and with them every bucket, in the order of the way through.
  const ids = [...new Set([...rows].reverse().flatMap((row) => row.parts.map((part) => part.id)))]
  const ink = dark ? '#9caab0' : '#56646b'
  return {
    animation: false,
    grid: { left: 52, right: 2, top: 2, bottom: 2, outerBoundsMode: 'none' },
    textStyle: { fontFamily: 'inherit' },
    tooltip: {
      trigger: 'item',
      confine: true,
      backgroundColor: dark ? '#263137' : '#ffffff',
      borderColor: dark ? '#46545b' : '#dfe4e6',
      textStyle: { color: dark ? '#e7ecee' : '#1f272b', fontSize: 12 },
      formatter: ({ data }: { data: { about: FlowRow['parts'][number] } }) =>
        `${escapeHtml(data.about.label)}<br><b>${escapeHtml(data.about.shown)}</b> · ${data.about.percent.toFixed(1)} %`,
    },
    xAxis: { type: 'value', max: 100, show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row.label),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: ink, fontSize: 12, margin: 12 },
    },
    series: ids.map((id) => ({
      type: 'bar',
      stack: 'all',
      barWidth: 26,
      cursor: 'pointer',
      itemStyle: { borderColor: dark ? '#172024' : '#ffffff', borderWidth: 1 },
      emphasis: { focus: 'none', itemStyle: { opacity: 0.82 } },
      data: rows.map((row) => {
        const part = row.parts.find((each) => each.id === id)
        return part === undefined
          ? { value: 0, about: { id, label: '', shown: '', percent: 0, color: '' } }
          : { value: part.percent, about: part, itemStyle: { color: part.color } }
      }),
    })),
  }
}

/**
 * What share of each currency, and of the hours, stands in which bucket. The table below it holds the same figures
 * for those who cannot see or click a picture.
 */
export function FlowChart({ rows, choose }: { rows: readonly FlowRow[]; choose: (id: string) => void }) {
  const element = useRef<HTMLDivElement>(null)
  const chosen = useRef(choose)
  chosen.current = choose
  const dark = useDark()
  useEffect(() => {
    const chart = init(element.current!, null, { renderer: 'svg' })
    chart.setOption(optionsOf(rows, dark))
    chart.on('click', (event) => chosen.current((event.data as { about: { id: string } }).about.id))
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(element.current!)
    return () => {
      observer.disconnect()
      chart.dispose()
    }
  }, [rows, dark])
  const height = rows.length * 40 + 4
  return <div ref={element} style={{ height, width: '100%' }} aria-hidden data-flow />
}
