import type { Document } from '../../shared/mergePatch'
import { at } from './draft'

type Choices = readonly (readonly [value: string, label: string])[]

/** How a field is filled in. */
export type Input =
  | { kind: 'text' }
  | { kind: 'number'; unit: string }
  | { kind: 'choice'; choices: Choices }
  /** Yes or no; one that need not be there is taken away by no. */
  | { kind: 'flag'; optional: boolean }
  /** Whether a part is there at all, and with what it begins. */
  | { kind: 'part'; begins: (profile: Document) => Document }
  | { kind: 'texts'; choices?: Choices }
  | { kind: 'share' }
  | { kind: 'environment' }
  /** Lists and maps that the API describes. */
  | { kind: 'json' }

/** One field of a profile, as people read it. */
export interface Field {
  path: string
  label: string
  input: Input
  hint?: string
  /** Whether it can matter; one that is set is shown all the same. */
  when?: (profile: Document) => boolean
  /** Why it stays as the environment was made with it. */
  fixed?: string
}

export interface Section {
  title: string
  fields: readonly Field[]
}

type More = Omit<Field, 'path' | 'label' | 'input'>

const field =
  (input: Input) =>
  (path: string, label: string, more: More | string = {}) => ({
    path,
    label,
    input,
    ...(typeof more === 'string' ? { hint: more } : more),
  })
const text = field({ kind: 'text' })
const texts = field({ kind: 'texts' })
const json = field({ kind: 'json' })
const share = field({ kind: 'share' })
const flag = field({ kind: 'flag', optional: true })
const stated = field({ kind: 'flag', optional: false })
const number = (unit: string) => field({ kind: 'number', unit })
const seconds = number('s')
const choice = (...choices: Choices) => field({ kind: 'choice', choices })

const is = (path: string, value: unknown) => (profile: Document) => at(profile, path) === value
const has = (path: string) => (profile: Document) => at(profile, path) !== undefined
const hasNot = (path: string) => (profile: Document) => at(profile, path) === undefined

const VERDICTS: Choices = [
  ['CONTINUE', 'Go on'],
  ['ABORT', 'Take it back'],
]
const STAYS = 'Its endpoints are there; another place is another environment.'
const INSTANCES = hasNot('hosting.serverless')
const SCALES = has('autoscaling')

/** Everything that a profile can say, in the order in which people think of it. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Place',
    fields: [
      text('location.account_id', 'AWS account', { fixed: STAYS }),
      text('location.region', 'Region', { fixed: STAYS }),
      text('location.role_arn', 'Role that Slipway assumes', 'An ARN; its own credentials without one.'),
      text('location.external_id', 'External id', { when: has('location.role_arn') }),
      field({ kind: 'environment' })('predecessor', 'Promotions come from'),
      flag('auto_promotion', 'Take by itself what goes live there', { when: has('predecessor') }),
    ],
  },
  {
    title: 'Hosting',
    fields: [
      text('hosting.instance_type', 'Instance type', { when: INSTANCES, hint: 'Such as ml.c5.xlarge.' }),
      number('instances')('hosting.instance_count', 'Fleet', { when: INSTANCES }),
      texts('hosting.alternative_instance_types', 'Types when there is no capacity', { when: INSTANCES }),
      number('GB')('hosting.volume_size_gb', 'Volume of each instance', { when: INSTANCES }),
      seconds('hosting.model_data_download_timeout_seconds', 'Time to download the model'),
      seconds('hosting.container_startup_timeout_seconds', 'Time to start a container'),
      choice(['LEAST_OUTSTANDING_REQUESTS', 'To the least busy instance'], ['RANDOM', 'At random'])(
        'hosting.routing',
        'Requests go',
        { when: INSTANCES },
      ),
      text('hosting.kms_key_id', 'Key of the volumes', { when: INSTANCES }),
      field({ kind: 'part', begins: () => ({ memory_mb: 2048, max_concurrency: 20 }) })(
        'hosting.serverless',
        'Serverless, without instances',
      ),
      number('MB')('hosting.serverless.memory_mb', 'Memory', { when: has('hosting.serverless') }),
      number('at once')('hosting.serverless.max_concurrency', 'Invocations', {
        when: has('hosting.serverless'),
      }),
      number('kept warm')('hosting.serverless.provisioned_concurrency', 'Provisioned concurrency', {
        when: has('hosting.serverless'),
      }),
    ],
  },
  {
    title: 'Autoscaling',
    fields: [
      field({
        kind: 'part',
        begins: (profile) => {
          const fleet = Number(at(profile, 'hosting.instance_count') ?? 1)
          return { min_instances: fleet, max_instances: fleet * 2 }
        },
      })('autoscaling', 'Fleets grow and shrink with traffic'),
      number('instances')('autoscaling.min_instances', 'At least', { when: SCALES }),
      number('instances')('autoscaling.max_instances', 'At most', { when: SCALES }),
      number('per minute')('autoscaling.target_invocations_per_instance', 'Invocations an instance', {
        when: SCALES,
      }),
      number('at once')('autoscaling.target_concurrent_requests', 'Requests a model copy', { when: SCALES }),
      number('of 1')('autoscaling.target_provisioned_concurrency_utilization', 'Use of what is kept warm', {
        when: has('hosting.serverless'),
      }),
      seconds('autoscaling.scale_in_cooldown_seconds', 'Rest after shrinking', { when: SCALES }),
      seconds('autoscaling.scale_out_cooldown_seconds', 'Rest after growing', { when: SCALES }),
      flag('autoscaling.scale_out_before_updates', 'Grow before an update', { when: SCALES }),
      json('autoscaling.step_policies', 'Step policies', { when: SCALES }),
      json('autoscaling.scheduled_actions', 'Scheduled actions', { when: SCALES }),
    ],
  },
  {
    title: 'Rollout',
    fields: [
      choice(
        ['CANARY', 'Canary: a part first, then the rest'],
        ['LINEAR', 'Linear: in equal steps'],
        ['ROLLING', 'Rolling: batch after batch'],
        ['ALL_AT_ONCE', 'All at once'],
      )('rollout.strategy', 'Traffic moves'),
      share('rollout.canary', 'Canary', { when: is('rollout.strategy', 'CANARY') }),
      share('rollout.linear_step', 'Each step', { when: is('rollout.strategy', 'LINEAR') }),
      share('rollout.maximum_batch_size', 'Each batch', { when: is('rollout.strategy', 'ROLLING') }),
      share('rollout.rollback_maximum_batch_size', 'Each batch back', {
        when: is('rollout.strategy', 'ROLLING'),
      }),
      seconds('rollout.wait_interval_seconds', 'Bake after each shift'),
      seconds('rollout.termination_wait_seconds', 'Last bake, before the old fleet ends'),
      seconds('rollout.maximum_execution_timeout_seconds', 'Time limit of an update'),
      flag('require_abort_lever', 'Refuse what could not be stopped'),
      flag('forbid_load_tests', 'Refuse load tests'),
    ],
  },
  {
    title: 'Guards',
    fields: [
      choice(['GUARDED', 'Guarded'], ['ARTICLE', "The published example's"])(
        'alarms.preset',
        'Rollback alarms',
      ),
      number('ms')('alarms.latency_threshold_ms', 'Model latency that is too high'),
      text('alarms.sns_topic_arn', 'Topic of paging alarms', 'An ARN.'),
      field({ kind: 'part', begins: () => ({}) })('judge', 'The judge compares both fleets'),
      choice(...VERDICTS)('judge.on_fail', 'When the new one is worse', { when: has('judge') }),
      choice(...VERDICTS)('judge.on_insufficient_evidence', 'When too little was seen', {
        when: has('judge'),
      }),
      json('judge.metrics', 'What it compares', { when: has('judge') }),
      field({ kind: 'part', begins: () => ({}) })('smoke_test', 'Samples are sent to a new fleet'),
      choice(...VERDICTS)('smoke_test.on_fail', 'When an answer is wrong', { when: has('smoke_test') }),
      choice(...VERDICTS)('smoke_test.on_insufficient_evidence', 'When no sample can be sent', {
        when: has('smoke_test'),
      }),
      choice(['NEVER', 'Tell it'], ['DEPLOY', 'Deploy what serves anew'])(
        'drift.repair',
        'When AWS has drifted',
      ),
    ],
  },
  {
    title: 'Gates',
    fields: [
      number('people')('gates.approvals', 'Approvals', 'Of others than the one who asks.'),
      flag('gates.approved_version', 'The version itself is approved'),
      seconds('gates.soak_seconds', 'Soak in the environment before', { when: has('predecessor') }),
      seconds('gates.wait_seconds', 'A promotion waits at most', '7 days when nothing is said.'),
      number('instances')('gates.max_instances', 'Largest fleet'),
      number('USD per hour')('gates.max_cost_per_hour', 'Dearest fleet'),
      texts('gates.instance_types', 'Allowed types', 'Patterns such as ml.c5.*.'),
      json('gates.freezes', 'Freezes'),
      json('gates.checks', 'Checks from outside'),
    ],
  },
  {
    title: 'What runs',
    fields: [
      stated('pin_images', 'Refuse images without a fixed tag'),
      text('image_tag', 'Tag of every image'),
      json('image_mappings', 'Images become'),
      text('artifact_store', 'Artifacts are copied to', 's3://<bucket>/<prefix>/'),
      json('artifact_mappings', 'Artifacts become'),
      stated('execution_role.managed', 'Slipway makes the role of containers'),
      text('execution_role.arn', 'Role of containers', {
        when: is('execution_role.managed', false),
        hint: 'An ARN.',
      }),
      text('execution_role.path', 'Path of the role', { when: is('execution_role.managed', true) }),
      text('execution_role.permissions_boundary_arn', 'Boundary of the role', {
        when: is('execution_role.managed', true),
        hint: 'An ARN.',
      }),
      json('container_environment', 'Variables of containers'),
      json('tags', 'Tags in AWS'),
      number('releases')('keep_releases', 'Restorable releases'),
    ],
  },
  {
    title: 'Network and captures',
    fields: [
      texts('network.vpc.subnets', 'Subnets'),
      texts('network.vpc.security_group_ids', 'Security groups'),
      flag('network.isolated', 'Containers reach nothing at all'),
      text('data_capture.destination', 'Captures go to', 's3://…'),
      number('%')('data_capture.sampling_percentage', 'Of all requests', { when: has('data_capture') }),
      field({
        kind: 'texts',
        choices: [
          ['INPUT', 'Requests'],
          ['OUTPUT', 'Answers'],
        ],
      })('data_capture.captured', 'Captured', { when: has('data_capture') }),
    ],
  },
]

export const FIELDS: readonly Field[] = SECTIONS.flatMap((section) => section.fields)

/** Those of a section that can matter, or are set. */
export const shown = (section: Section, profile: Document) =>
  section.fields.filter((one) => (one.when?.(profile) ?? true) || at(profile, one.path) !== undefined)

/** The field that a name such as gates.checks.0.name lies in, or the first one in what it names. */
export function fieldOf(path: string): Field | undefined {
  const around = FIELDS.filter((one) => path === one.path || path.startsWith(`${one.path}.`))
  return (
    around.toSorted((one, other) => other.path.length - one.path.length)[0] ??
    FIELDS.find((one) => one.path.startsWith(`${path}.`))
  )
}
