import { SimpleGrid } from '@mantine/core'
import type { EndpointMetrics } from '../api/types'
import { bandsOf } from './bands'
import { CHARTS } from './lines'
import { MetricChart } from './MetricChart'
import { rowsOf } from './rows'
import { thresholdsOf } from './thresholds'

/** The four charts of an endpoint, on one crosshair. */
export default function Charts({ metrics }: { metrics: EndpointMetrics }) {
  const rows = rowsOf(metrics)
  const bands = bandsOf(metrics)
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" verticalSpacing="xl">
      {CHARTS.map((chart) => (
        <MetricChart
          key={chart.title}
          of={chart}
          rows={rows}
          bands={bands}
          thresholds={thresholdsOf(metrics, chart)}
          from={Date.parse(metrics.from)}
          until={Date.parse(metrics.until)}
        />
      ))}
    </SimpleGrid>
  )
}
