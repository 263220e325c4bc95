import { expect } from 'vitest'
import { ask } from './browser'

/** Makes an environment in which a deployment is a matter of seconds. */
export const anEnvironment = (name: string, more: object = {}) =>
  ask('POST', '/v1/environments', {
    name,
    preset: 'article',
    profile: {
      location: { account_id: '123456789012', region: 'us-east-1' },
      execution_role: { managed: true },
      artifact_mappings: [{ from: 's3://ml-models/', to: 's3://ml-models-dev/' }],
      hosting: { instance_type: 'ml.m5.large', instance_count: 2 },
      autoscaling: { min_instances: 2, max_instances: 4 },
      rollout: { strategy: 'ALL_AT_ONCE', wait_interval_seconds: 0, termination_wait_seconds: 0 },
      ...more,
    },
  })

interface Begun {
  deployment: { id: string }
}

/** Brings a version live, past the page. */
export async function isLive(version: string, to: string) {
  const { deployment } = await ask<Begun>('POST', '/v1/promotions', {
    model: 'fraud-detector',
    version,
    to,
    reason: 'to have something to go back from',
  })
  await expect
    .poll(async () => (await ask<{ state: string }>('GET', `/v1/deployments/${deployment.id}`)).state, {
      timeout: 110_000,
    })
    .toBe('SUCCEEDED')
}
