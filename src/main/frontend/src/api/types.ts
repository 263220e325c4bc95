import type { components } from './schema.gen'

type Schemas = components['schemas']

export type AuditEvent = Schemas['AuditEvent']
export type Deployment = Schemas['Deployment']
export type DeploymentState = Schemas['DeploymentState']
export type Drift = Schemas['Drift']
export type DriftState = Schemas['DriftState']
export type Endpoint = Schemas['Endpoint']
export type EndpointMetrics = Schemas['EndpointMetrics']
export type Environment = Schemas['Environment']
export type EnvironmentRevision = Schemas['EnvironmentRevision']
export type Fleet = Deployment['fleets'][number]
export type Grant = Schemas['Grant']
export type GateVerdict = Schemas['GateVerdict']
export type LiveEndpoint = Schemas['LiveEndpoint']
export type Me = Schemas['Me']
export type Model = Schemas['Model']
export type ModelVersion = Schemas['ModelVersion']
export type Plan = Schemas['Plan']
export type PredictionAnswer = Schemas['PredictionAnswer']
export type PredictionInput = Schemas['PredictionInput']
export type Problem = Schemas['Problem']
export type Promotion = Schemas['Promotion']
export type PromotionDecision = Promotion['decisions'][number]
export type PromotionInput = Schemas['PromotionInput']
export type Release = Schemas['Release']
export type Role = Schemas['Role']
export type ServiceAccount = Schemas['ServiceAccount']
export type Session = Schemas['Session']
export type UsageReport = Schemas['UsageReport']
export type Webhook = Schemas['Webhook']
export type WebhookDelivery = Schemas['WebhookDelivery']

const FINAL: readonly DeploymentState[] = ['SUCCEEDED', 'ROLLED_BACK', 'FAILED', 'CANCELED']

/** Whether a deployment has come to its end; one that needs attention has not. */
export const isOver = (deployment: { state: DeploymentState }) => FINAL.includes(deployment.state)
