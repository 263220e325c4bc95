import type {
  AuditEvent,
  Deployment,
  Endpoint,
  Environment,
  Model,
  ModelVersion,
  Promotion,
  Webhook,
} from '../api/types'

const AT = '2026-01-31T12:00:00Z'

export const model = (name: string): Model => ({ id: name, name, description: '', created_at: AT })

export const version = (name: string): ModelVersion => ({
  id: name,
  model: 'fraud-detector',
  name,
  image: 'image',
  artifact: 's3://models/model.tar.gz',
  container_environment: {},
  description: '',
  created_by: 'ada',
  created_at: AT,
})

export const environment = (name: string, created: string, predecessor?: string): Environment => ({
  id: name,
  name,
  revision: 1,
  created_at: created,
  updated_at: created,
  profile: {
    location: { account_id: '123456789012', region: 'us-east-1' },
    execution_role: { managed: true },
    artifact_mappings: [],
    image_mappings: [],
    pin_images: true,
    hosting: {},
    rollout: {},
    alarms: {},
    container_environment: {},
    tags: {},
    keep_releases: 5,
    ...(predecessor === undefined ? {} : { predecessor }),
  },
})

/** An endpoint, and what serves on it: of which version, and as which release. */
export const endpoint = (environmentName: string, live?: string, number = 1): Endpoint => ({
  id: environmentName,
  name: `${environmentName}-fraud-detector`,
  physical_name: `${environmentName}-fraud-detector`,
  environment: environmentName,
  model: 'fraud-detector',
  overrides: {},
  retired: false,
  created_at: AT,
  ...(live === undefined ? {} : { current_release: { number, model_version: live, content_hash: '0' } }),
})

/** The same, where another release may serve as well. */
export const unsettled = (one: Endpoint, number: number): Endpoint => ({
  ...one,
  unsettled: {
    releases: [{ number, model_version: `v${number}`, content_hash: '0' }],
    message: 'It is not settled which release serves.',
  },
})

export const deployment = (changed: Partial<Deployment> = {}): Deployment => ({
  id: '01981c8e-7a00-7000-8000-000000000001',
  endpoint: 'prod-fraud-detector',
  kind: 'PROMOTE',
  state: 'UPDATING',
  step: 'AWAIT',
  fleets: [],
  attempt: 2,
  cancelable: true,
  release: 2,
  previous_release: 1,
  requested_by: 'ada',
  requested_reason: 'fewer false alarms',
  plan_hash: '0',
  created_at: AT,
  state_since: AT,
  ...changed,
})

/** One that waits for an approval. */
export const promotion = (changed: Partial<Promotion> = {}): Promotion => ({
  id: 'p-1',
  model: 'fraud-detector',
  version: 'v2',
  to: 'prod',
  endpoint: 'prod-fraud-detector',
  outcome: 'PENDING_APPROVAL',
  supersede: false,
  reason: 'fewer false alarms',
  requested_by: 'token:ci',
  created_at: AT,
  gates: [{ gate: 'APPROVALS', verdict: 'PENDING', reason: '0 of 1 approvals.' }],
  decisions: [],
  ...changed,
})

/** An event of a step so many seconds after the deployment began. */
export const event = (seconds: number, type: string, step: string, data: object = {}): AuditEvent => ({
  id: `${seconds} ${type} ${step}`,
  subject_type: 'endpoint',
  subject: 'prod-fraud-detector',
  sequence: seconds,
  type,
  actor: 'slipway',
  summary: `${type} ${step}`,
  data: { step, ...data },
  at: new Date(Date.parse(AT) + seconds * 1000).toISOString(),
  recorded_at: AT,
  hash: '0',
  previous_hash: '0',
})

export const webhook = (changed: Partial<Webhook> = {}): Webhook => ({
  id: 'w',
  name: 'chat',
  url: 'https://hooks.example.com',
  types: [],
  environments: [],
  enabled: true,
  secrets: [],
  created_by: 'token:ada',
  created_at: AT,
  ...changed,
})
