import type { LoadTest, RecommenderJob } from '../api/measurements'
import type { Tone } from '../shared/tones'
import { amount } from '../time/format'

/** A load test or a job of the Inference Recommender, as a list shows it. */
export interface Measurement {
  id: string
  what: string
  look: { tone: Tone; text: string }
  askedBy: string
  askedFor: string
  at: string
  /** What it found, or is finding; undefined while there is nothing. */
  found: string | undefined
  /** Why it ended before its time, or does not get on. */
  reason: string | undefined
}

const TEST_LOOKS: Record<LoadTest['state'], Measurement['look']> = {
  QUEUED: { tone: 'waiting', text: 'Queued' },
  RUNNING: { tone: 'moving', text: 'Running' },
  READING: { tone: 'moving', text: 'Reading figures' },
  COMPLETED: { tone: 'good', text: 'Completed' },
  STOPPED: { tone: 'warn', text: 'Ended itself' },
  CANCELED: { tone: 'quiet', text: 'Called off' },
  INTERRUPTED: { tone: 'bad', text: 'Interrupted' },
}

const JOB_LOOKS: Record<RecommenderJob['state'], Measurement['look']> = {
  QUEUED: { tone: 'waiting', text: 'Queued' },
  RUNNING: { tone: 'moving', text: 'Running' },
  STOPPING: { tone: 'warn', text: 'Stopping' },
  COMPLETED: { tone: 'good', text: 'Completed' },
  FAILED: { tone: 'bad', text: 'Failed' },
  STOPPED: { tone: 'quiet', text: 'Stopped in AWS' },
  CANCELED: { tone: 'quiet', text: 'Called off' },
}

/** All that was measured, newest first. */
export const measured = (tests: readonly LoadTest[], jobs: readonly RecommenderJob[]): Measurement[] =>
  [...tests.map(ofTest), ...jobs.map(ofJob)].toSorted((one, other) => other.at.localeCompare(one.at))

const ofTest = (test: LoadTest): Measurement => ({
  id: test.id,
  what: `Load test of release ${test.release}`,
  look: TEST_LOOKS[test.state],
  askedBy: test.requested_by,
  askedFor: test.requested_reason,
  at: test.created_at,
  found: test.result?.sentence ?? soFar(test),
  reason: test.reason,
})

function soFar({ steps }: LoadTest): string | undefined {
  const last = steps.at(-1)
  return last === undefined
    ? undefined
    : `So far ${amount(last.rate_per_second)} a second with ${last.concurrency} at once.`
}

const ofJob = (job: RecommenderJob): Measurement => ({
  id: job.id,
  what: `Inference Recommender on release ${job.release}`,
  look: JOB_LOOKS[job.state],
  askedBy: job.requested_by,
  askedFor: job.requested_reason,
  at: job.created_at,
  found: best(job.recommendations),
  reason: job.reason,
})

type Hosting = RecommenderJob['recommendations'][number]

/** The cheapest for each prediction, or AWS's first where it tells no costs. */
function best(all: readonly Hosting[]): string | undefined {
  const [first] = all.toSorted((one, other) => cost(one) - cost(other))
  if (first === undefined) return undefined
  const figures = [
    first.max_invocations_per_minute === undefined
      ? undefined
      : `${amount(first.max_invocations_per_minute)} predictions a minute`,
    first.model_latency_ms === undefined ? undefined : `${amount(first.model_latency_ms)} ms each`,
    first.cost_per_hour === undefined ? undefined : `${PRICE.format(first.cost_per_hour)} USD an hour`,
  ].filter((figure) => figure !== undefined)
  const others = all.length === 1 ? '' : ` ${all.length - 1} more tried.`
  const title = first.cost_per_inference === undefined ? 'Named first by AWS' : 'Cheapest'
  const hosting = `${first.initial_instance_count} × ${first.instance_type}`
  return `${title}: ${[hosting, ...figures].join(', ')}.${others}`
}

const cost = (hosting: Hosting) => hosting.cost_per_inference ?? Number.MAX_VALUE

const PRICE = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 })
