import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { ApiProblem } from '../../api/problem'
import { type Document, mergePatch, patched } from '../../shared/mergePatch'
import { environment } from '../../testing/examples'
import { show } from '../../testing/render'
import { consequences } from './consequences'
import { put } from './draft'
import { FAULTLESS, faultsOf } from './faults'
import { FIELDS, fieldOf, SECTIONS, shown } from './fields'
import { useForm } from './form'
import { Overtaken } from './Overtaken'
import { ProfileFacts } from './ProfileFacts'
import { ProfileField } from './ProfileField'
import { differences } from './told'

const PROFILE: Document = {
  hosting: { instance_type: 'ml.c5.xlarge', instance_count: 4 },
  rollout: {
    strategy: 'CANARY',
    canary: { type: 'CAPACITY_PERCENT', value: 10 },
    wait_interval_seconds: 900,
  },
  gates: { approvals: 1 },
}

describe('a profile while it is filled in', () => {
  it('loses the part that holds nothing more, and gains the one that is new', () => {
    const without = put(PROFILE, 'gates.approvals', undefined)
    expect(without).not.toHaveProperty('gates')
    expect(mergePatch(PROFILE, without)).toEqual({ gates: null })
    expect(put(PROFILE, 'network.vpc.subnets', ['a'])).toMatchObject({ network: { vpc: { subnets: ['a'] } } })
    expect(mergePatch(PROFILE, put(PROFILE, 'judge', {}))).toEqual({ judge: {} })
  })

  it('keeps what was typed when it goes on from another revision', () => {
    const mine = mergePatch(PROFILE, put(PROFILE, 'rollout.wait_interval_seconds', 600)) ?? {}
    const theirs = put(PROFILE, 'hosting.instance_count', 8)
    expect(patched(theirs, mine)).toMatchObject({
      hosting: { instance_count: 8 },
      rollout: { wait_interval_seconds: 600, strategy: 'CANARY' },
    })
    expect(patched(theirs, { gates: null })).not.toHaveProperty('gates')
  })

  it('shows what can matter, and what is set though it cannot', () => {
    const rollout = SECTIONS.find((section) => section.title === 'Rollout')
    const paths = (profile: Document) => (rollout ? shown(rollout, profile).map((one) => one.path) : [])
    expect(paths(PROFILE)).toContain('rollout.canary')
    expect(paths(PROFILE)).not.toContain('rollout.linear_step')
    expect(paths(put(PROFILE, 'rollout.strategy', 'LINEAR'))).toContain('rollout.canary')
  })
})

describe('what the API says is wrong', () => {
  const refused = (...errors: { pointer: string; detail: string }[]) =>
    new ApiProblem(422, {
      type: '/problems/unworkable-profile',
      title: 'The profile cannot work',
      status: 422,
      detail: 'no',
      code: 'unworkable-profile',
      request_id: 'r',
      retryable: false,
      errors,
    })

  it('stands at the field that it names, also of a list, or at the first one of a part', () => {
    const { at, elsewhere } = faultsOf(
      refused(
        { pointer: '/profile/rollout/canary/value', detail: 'too large' },
        { pointer: '/profile/gates/checks/0/name', detail: 'no name' },
        { pointer: '/profile/execution_role', detail: 'needed' },
        { pointer: '/name', detail: 'taken' },
      ),
    )
    expect(at.get('rollout.canary')).toBe('value: too large')
    expect(at.get('gates.checks')).toBe('0.name: no name')
    expect(at.get('execution_role.managed')).toBe('needed')
    expect(elsewhere).toEqual([{ where: '/name', why: 'taken' }])
    expect(faultsOf(new Error('gone'))).toEqual(FAULTLESS)
  })
})

it('every field is there once, and found by its name', () => {
  expect(new Set(FIELDS.map((one) => one.path)).size).toBe(FIELDS.length)
  expect(fieldOf('rollout.canary.value')?.path).toBe('rollout.canary')
  expect(fieldOf('tags.team')?.path).toBe('tags')
  expect(fieldOf('unheard_of')).toBeUndefined()
})

it('a profile is read with units, under the names that people know', () => {
  show(<ProfileFacts profile={{ ...environment('prod', '').profile, ...PROFILE, unheard_of: 3 }} />)
  expect(screen.getByText('Bake after each shift').nextSibling?.textContent).toBe('900 s, 15 min')
  expect(screen.getByText('Canary').nextSibling?.textContent).toBe('10 % of the fleet')
  expect(screen.getByText('unheard_of')).toBeDefined()
})

describe('what follows from a change', () => {
  const followsFrom = (path: string, value: unknown) => {
    const document = put(PROFILE, path, value)
    return consequences(differences(PROFILE, document), document, [{ name: 'prod-a' }, { name: 'prod-b' }])
  }

  it('waits for the next deployment of each endpoint', () => {
    expect(followsFrom('rollout.wait_interval_seconds', 600).join()).toMatch(
      /2 endpoints stay .* prod-a, prod-b/,
    )
  })

  it('or counts at once, where it is about what may come', () => {
    expect(followsFrom('gates.approvals', 2)).toEqual([
      'Promotions that wait are judged by the new gates at once.',
    ])
    expect(followsFrom('gates.approvals', undefined)).toEqual([
      'Nothing is in the way of a promotion any more, also of those that wait now.',
    ])
    expect(followsFrom('drift.repair', 'DEPLOY')).toEqual([
      'What drifts from now on is deployed anew without asking.',
    ])
  })

  it('and says what is in the way of a promotion where no gate is', () => {
    const before = { ...PROFILE, predecessor: 'dev', pin_images: true }
    const after = put(before, 'gates', undefined)
    expect(consequences(differences(before, after), after, []).join()).toContain(
      'any more, also of those that wait now, unless its version is not live in dev or its image has no fixed tag.',
    )
  })

  it('and says what is seen no more', () => {
    expect(followsFrom('rollout.strategy', 'ALL_AT_ONCE').join()).toContain(
      'nothing is seen of a new version',
    )
  })
})

it('whoever was overtaken sees what the other changed, and what both did', () => {
  const base = environment('prod', '2026-01-31T12:00:00Z')
  const latest = { ...base, revision: 2, profile: { ...base.profile, keep_releases: 9 } }
  show(<Overtaken base={base} latest={latest} patch={{ keep_releases: 7 }} goOn={() => undefined} />)
  const told = screen.getByRole('alert').textContent
  expect(told).toContain('prod is at revision 2 now')
  expect(told).toContain('You have both changed Restorable releases')
})

const shownHere = ['rollout.wait_interval_seconds', 'tags', 'judge', 'judge.metrics']

function Filled() {
  const form = useForm(PROFILE, FAULTLESS, true)
  return (
    <>
      {FIELDS.filter((one) => shownHere.includes(one.path) && (one.when?.(form.document) ?? true)).map(
        (field) => (
          <ProfileField key={field.path} field={field} form={form} environments={[]} />
        ),
      )}
      <output>{`${form.readable} ${JSON.stringify(form.patch)}`}</output>
      <button type="button" onClick={() => form.goOnFrom({ ...PROFILE, keep_releases: 3 })}>
        go on
      </button>
    </>
  )
}

it('what is typed becomes a merge patch; what is not JSON yet is kept and said', async () => {
  show(<Filled />)
  const bake = screen.getByLabelText('Bake after each shift')
  await userEvent.clear(bake)
  await userEvent.type(bake, '600')
  await userEvent.type(screen.getByLabelText('Tags in AWS'), '{{"team": ')
  expect(screen.getByRole('status').textContent).toBe('false {"rollout":{"wait_interval_seconds":600}}')
  await userEvent.click(screen.getByRole('button', { name: 'go on' }))
  expect(screen.getByLabelText<HTMLTextAreaElement>('Tags in AWS').value).toBe('{"team": ')
  await userEvent.type(screen.getByLabelText('Tags in AWS'), '"x"}')
  expect(screen.getByRole('status').textContent).toBe(
    'true {"rollout":{"wait_interval_seconds":600},"tags":{"team":"x"}}',
  )
})

it('what was typed into a part goes with it', async () => {
  show(<Filled />)
  const judge = screen.getByLabelText('The judge compares both fleets')
  await userEvent.click(judge)
  await userEvent.type(screen.getByLabelText('What it compares'), '{{"ERROR_RATE": ')
  expect(screen.getByRole('status').textContent).toBe('false {"judge":{}}')
  await userEvent.click(judge)
  expect(screen.getByRole('status').textContent).toBe('true undefined')

  await userEvent.click(judge)
  const metrics = () => screen.getByLabelText<HTMLTextAreaElement>('What it compares')
  await userEvent.type(metrics(), '{{"ERROR_RATE": {{}}')
  await userEvent.click(judge)
  await userEvent.click(judge)
  expect(metrics().value).toBe('')
  expect(screen.getByRole('status').textContent).toBe('true {"judge":{}}')
})
