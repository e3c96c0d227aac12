import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { VisuallyHidden } from '@mantine/core'
import { ChartTable } from './chart-table.tsx'

/** Who or what has most posts. */
export default function RankChart({ caption, rows }: { caption: string; rows: { name: string; posts: number }[] }) {
  const counts = new Map(rows.map(({ name, posts }) => [name, posts]))
  return (
    <>
      <BarChart
        h={rows.length * 30 + 24}
        aria-hidden
        orientation="vertical"
        data={rows}
        dataKey="name"
        series={[{ name: 'posts', label: 'Posts', color: 'leaf.6' }]}
        withXAxis={false}
        gridAxis="none"
        tickLine="none"
        maxBarWidth={16}
        barProps={{ radius: [0, 4, 4, 0], isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
        yAxisProps={{ width: 168, interval: 0, tickFormatter: (name: string) => `${name}  ${counts.get(name) ?? ''}` }}
      />
      <VisuallyHidden>
        <ChartTable caption={caption} rows={rows} />
      </VisuallyHidden>
    </>
  )
}
