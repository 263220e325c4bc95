import type { AuditEvent, Deployment, StepName } from '../api/types'
import { isOver } from '../api/types'
import { groupBy } from '../shared/groupBy'

export type StepState = 'done' | 'now' | 'ahead' | 'turned' | 'undone' | 'left'

/** What happened in a step, for a person. */
export interface Note {
  at: string
  text: string
}

/** One step of a deployment as the record tells it. Times are cloud time. */
export interface Step {
  name: string
  title: string
  state: StepState
  from: string | undefined
  until: string | undefined
  /** How long the plan expects it to take; undefined where that is a moment. */
  expectedSeconds: number | undefined
  notes: Note[]
}

const TITLES: Record<StepName, string> = {
  PREFLIGHT: 'Check everything first',
  ARTIFACT: 'Copy the artifact',
  EXECUTION_ROLE: 'Execution role',
  MODEL: 'SageMaker model',
  ENDPOINT_CONFIG: 'Endpoint configuration',
  ALARMS: 'Alarms',
  AUTOSCALING_BEFORE: 'Autoscaling out of the way',
  ENDPOINT: 'Ask SageMaker to update',
  AWAIT: 'Canary, bake, proof',
  SWITCH: 'Switch predictions over',
  BAKE: 'Bake',
  AUTOSCALING: 'Autoscaling as released',
  MARK: 'Tags',
  FINISH: 'Tidy up',
  OWNERSHIP: 'Take over',
  COMPENSATE: 'Take the release back',
  ANOTHER_TYPE: 'Try another instance type',
  TEARDOWN: 'Take everything down',
}

const UNTIL_ALARMS: readonly StepName[] = [
  'PREFLIGHT',
  'ARTIFACT',
  'EXECUTION_ROLE',
  'MODEL',
  'ENDPOINT_CONFIG',
  'ALARMS',
]

const BRING: readonly StepName[] = [
  ...UNTIL_ALARMS,
  'AUTOSCALING_BEFORE',
  'ENDPOINT',
  'AWAIT',
  'BAKE',
  'AUTOSCALING',
  'MARK',
  'FINISH',
]

/** The same where another SageMaker endpoint takes the serving one's place: it bakes as it is scaled. */
const SWAP: readonly StepName[] = [
  ...UNTIL_ALARMS,
  'ENDPOINT',
  'AWAIT',
  'SWITCH',
  'AUTOSCALING',
  'BAKE',
  'MARK',
  'FINISH',
]

/** Steps that are taken only in some deployments, so they are not shown before they are. */
const SOMETIMES: ReadonlySet<StepName> = new Set<StepName>(['ARTIFACT', 'BAKE', 'AUTOSCALING_BEFORE'])

const ORDER: Record<Deployment['kind'], readonly StepName[]> = {
  PROMOTE: BRING,
  ROLL_BACK: BRING,
  ADOPT: ['OWNERSHIP'],
  RETIRE: ['TEARDOWN'],
}

/** Whether the contract names it: in the record a step is text. */
const isKnown = (name: string): name is StepName => Object.hasOwn(TITLES, name)

/** What a step is called on the page; its name in the record where the contract does not name it. */
export const titleOfStep = (name: string) => (isKnown(name) ? TITLES[name] : name)

export const stepOf = (event: AuditEvent): string | undefined => textOf(event.data, 'step')

/** A member of an event's data, when it is text. */
export function textOf(data: object, name: string): string | undefined {
  const value: unknown = Reflect.get(data, name)
  return typeof value === 'string' ? value : undefined
}

/** The steps of a deployment: what each did, how long it took, which is next. */
export function stepsOf(deployment: Deployment, events: readonly AuditEvent[]): Step[] {
  const told = groupBy(events, (event) => stepOf(event) ?? '')
  const order = orderOf(deployment, told)
  const over = isOver(deployment)
  const turned = events.find((event) => event.type === 'deployment.rolling-back')?.at
  let before: string | undefined = deployment.created_at
  return order.map((name) => {
    const its = told.get(name) ?? []
    // The way back goes through the same steps, and is no part of how long they took.
    const forward = its.filter((event) => turned === undefined || event.at <= turned)
    const state = stateOf(name, deployment, its, over)
    const last = forward.at(-1)?.at
    const step: Step = {
      name,
      title: titleOfStep(name),
      state,
      from: forward.length > 0 || state === 'now' ? before : undefined,
      until: state === 'now' || state === 'ahead' ? undefined : last,
      expectedSeconds: name === 'AWAIT' ? expected(deployment) : undefined,
      notes: its.map((event) => ({ at: event.at, text: event.summary.replace(/\.\.$/, '.') })),
    }
    before = last ?? before
    return step
  })
}

function orderOf(deployment: Deployment, told: ReadonlyMap<string, AuditEvent[]>): string[] {
  const ordered = deployment.swap === undefined ? ORDER[deployment.kind] : SWAP
  const usual: string[] = ordered.filter(
    (name) => !SOMETIMES.has(name) || told.has(name) || deployment.step === name,
  )
  const others = [...told.keys(), deployment.step ?? ''].filter(
    (name) => name !== '' && !usual.includes(name),
  )
  return [...usual, ...new Set(others)]
}

function stateOf(name: string, deployment: Deployment, its: readonly AuditEvent[], over: boolean): StepState {
  if (its.some((event) => event.type === 'step.undone')) return 'undone'
  if (its.some((event) => event.type === 'deployment.rolling-back' || event.type === 'deployment.failed'))
    return 'turned'
  if (!over && deployment.step === name) return 'now'
  const ended = its.some((event) => event.type === 'step.done' || event.type === 'deployment.succeeded')
  if (ended) return 'done'
  if (its.length > 0) return over ? 'turned' : 'done'
  return over && deployment.state !== 'SUCCEEDED' ? 'left' : over ? 'done' : 'ahead'
}

const expected = (deployment: Deployment) => deployment.plan?.expected_seconds.total

/** A bake that runs: until when, and how long it takes in all. */
export interface Bake {
  seconds: number
  from: number
  until: number
  /** Of what share of the new fleet. */
  of: 'canary' | 'full'
}

const BAKING = /Baking for (\d+) seconds/

/** Whether SageMaker says that it is in a bake. */
export const bakesNow = (deployment: Deployment) =>
  deployment.state === 'UPDATING' && BAKING.test(deployment.waiting_for ?? '')

/** The bake that SageMaker says it is in; undefined when it is in none. Milliseconds of cloud time. */
export function bakeOf(deployment: Deployment, events: readonly AuditEvent[]): Bake | undefined {
  if (!bakesNow(deployment)) return undefined
  const seconds = Number(BAKING.exec(deployment.waiting_for ?? '')?.[1])
  if (!(seconds > 0)) return undefined
  const said = events.findLast((event) => event.summary.includes(`Baking for ${seconds} seconds`))
  if (said === undefined) return undefined
  const from = Date.parse(said.at)
  return {
    seconds,
    from,
    until: from + seconds * 1000,
    of: deployment.waiting_for?.includes('TerminationWait') ? 'full' : 'canary',
  }
}

/** One call of AWS on record. */
export interface AwsCall {
  at: string
  step: string
  service: string
  operation: string
  requestId: string
  error: string | undefined
}

/** Every call of AWS that the record names, oldest first. */
export function awsCalls(events: readonly AuditEvent[]): AwsCall[] {
  return events.flatMap((event) => {
    const calls: unknown = Reflect.get(event.data, 'aws_calls')
    if (!Array.isArray(calls)) return []
    return calls.filter(isObject).map((call) => ({
      at: event.at,
      step: stepOf(event) ?? '',
      service: textOf(call, 'service') ?? '',
      operation: textOf(call, 'operation') ?? '',
      requestId: textOf(call, 'request_id') ?? '',
      error: textOf(call, 'error'),
    }))
  })
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
