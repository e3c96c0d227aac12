import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { VisuallyHidden } from '@mantine/core'
import type { RouterOutputs } from '@trellis/api'
import { ChartTable } from './chart-table.tsx'

const long = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** How many posts were written in each month. */
export default function MonthChart({ months }: { months: RouterOutputs['stats']['postsOverTime'] }) {
  const rows = months.map(({ month, postCount }) => ({ name: long.format(new Date(month)), posts: postCount }))
  return (
    <>
      <BarChart
        h={260}
        aria-hidden
        data={rows}
        dataKey="name"
        series={[{ name: 'posts', label: 'Posts', color: 'leaf.6' }]}
        tickLine="none"
        gridAxis="x"
        maxBarWidth={44}
        barProps={{ radius: [4, 4, 0, 0], isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
        xAxisProps={{ tickFormatter: (month: string) => month.slice(0, 3) }}
        yAxisProps={{ allowDecimals: false, width: 28 }}
      />
      <VisuallyHidden>
        <ChartTable caption="Posts by month" rows={rows} />
      </VisuallyHidden>
    </>
  )
}
