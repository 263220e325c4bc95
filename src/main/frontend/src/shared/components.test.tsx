import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { ApiProblem, Unanswered } from '../api/problem'
import { show } from '../testing/render'
import { DidNotWork } from './DidNotWork'
import { Diff } from './Diff'
import { Hindered } from './Hindered'
import { ReasonDialog } from './ReasonDialog'
import { StateChip } from './StateChip'
import { Timeline } from './Timeline'
import { TrafficBar } from './TrafficBar'
import { deploymentLook } from './tones'
import { WhyNot } from './WhyNot'

describe('a state', () => {
  it('is said in words, with a picture that is not read', () => {
    show(<StateChip state="ROLLED_BACK" />)
    const chip = screen.getByText('Rolled back')
    expect(chip.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true')
  })

  it('has a look of its own for every state that there is', () => {
    expect(new Set(Object.values(deploymentLook).map((look) => look.text)).size).toBe(10)
  })
})

it('a traffic bar reads as a sentence', () => {
  show(
    <TrafficBar
      fleets={[
        { side: 'BLUE', release: 1, endpoint_config_name: 'one', traffic_percent: 75 },
        { side: 'GREEN', release: 2, endpoint_config_name: 'two', traffic_percent: 25 },
      ]}
      name={(fleet) => `v${fleet.release}`}
    />,
  )
  expect(screen.getByRole('img', { name: 'Traffic: 75 % to v1, 25 % to v2' })).toBeDefined()
})

it('a share of the traffic that is not known is not said to be none', () => {
  show(
    <TrafficBar
      fleets={[
        { side: 'BLUE', release: 1, endpoint_config_name: 'one' },
        { side: 'GREEN', release: 2, endpoint_config_name: 'two' },
      ]}
      legend
    />,
  )
  const bar = screen.getByRole('img', {
    name: 'Traffic: an unknown share to release 1, an unknown share to release 2',
  })
  expect(bar.children).toHaveLength(0)
  expect(screen.getByText(/^release 1/).textContent).toBe('release 1 –')
})

it('a timeline says which step is under way', () => {
  show(
    <Timeline
      label="Steps"
      items={[
        { key: 'a', state: 'done', title: 'Model', aside: '3 s' },
        { key: 'b', state: 'now', title: 'Bake', body: 'Baking' },
        { key: 'c', state: 'ahead', title: 'Tidy up' },
      ]}
    />,
  )
  const [, bake] = screen.getAllByRole('listitem')
  expect(bake?.getAttribute('aria-current')).toBe('step')
  expect(bake?.textContent).toContain('under way')
})

it('a diff shows what was and what will be, and leaves out what is absent', () => {
  show(
    <Diff
      changes={[
        { field: 'model_version', before: 'v1', after: 'v2' },
        { field: 'instances', after: 2 },
      ]}
    />,
  )
  expect(screen.getByText('v1').closest('dd')?.textContent).toContain('before: ')
  expect(screen.getByText('2').closest('dd')?.textContent).not.toContain('before')
})

describe('a button that cannot be used', () => {
  it('says why and does nothing', async () => {
    const act = vi.fn()
    show(
      <WhyNot reason="It has ended." onClick={act}>
        Take it back
      </WhyNot>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Take it back: It has ended.' }))
    expect(act).not.toHaveBeenCalled()
  })

  it('does it when nothing is in the way', async () => {
    const act = vi.fn()
    show(
      <WhyNot reason={undefined} onClick={act}>
        Take it back
      </WhyNot>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Take it back' }))
    expect(act).toHaveBeenCalledOnce()
  })
})

describe('a dialog that asks why', () => {
  const why = (act: () => void, busy: boolean) => (
    <ReasonDialog
      title="Take v2 back"
      opened
      close={() => undefined}
      act={act}
      action="Take it back"
      busy={busy}
    >
      It goes.
    </ReasonDialog>
  )

  it('acts when Enter is pressed, not while it is held', async () => {
    const act = vi.fn()
    show(why(act, false))
    const reason = await screen.findByLabelText('Why?')
    await userEvent.type(reason, 'because')
    expect(fireEvent.keyDown(reason, { key: 'Enter', repeat: true })).toBe(false)
    await userEvent.type(reason, '{Enter}')
    expect(act).toHaveBeenCalledExactlyOnceWith('because')
  })

  it('acts no second time while it is about it', async () => {
    const act = vi.fn()
    show(why(act, true))
    const reason = await screen.findByLabelText<HTMLInputElement>('Why?')
    await userEvent.type(reason, 'because')
    if (reason.form !== null) fireEvent.submit(reason.form)
    expect(act).not.toHaveBeenCalled()
  })
})

describe('what is in the way', () => {
  const problem = (status: number, code: string, retryAfter?: number) =>
    new ApiProblem(
      status,
      {
        type: 'about:blank',
        title: '',
        status,
        detail: 'Because.',
        code,
        request_id: 'r-1',
        retryable: false,
      },
      retryAfter,
    )

  it.each([
    [403, 'forbidden', 'You may not see this'],
    [404, 'no-such-model', 'There is no such thing'],
    [500, 'internal', 'Something went wrong'],
    [503, 'unavailable', 'Slipway does not answer'],
  ])('%i is told as what it is', (status, code, title) => {
    show(<Hindered error={problem(status, code)} />)
    expect(screen.getByRole('alert').textContent).toContain(title)
    expect(screen.getByRole('alert').textContent).toContain('Because.')
    expect(screen.getByText('r-1')).toBeDefined()
  })

  it('says when it can be asked again', () => {
    show(<Hindered error={problem(429, 'too-many-failures', 30)} />)
    expect(screen.getByRole('alert').textContent).toContain('in 30 s')
  })

  it('sends whoever may not to those who can grant roles, whatever the environment', () => {
    show(<Hindered error={problem(403, 'forbidden')} />)
    expect(screen.getByRole('alert').textContent).toContain('An admin of all environments can grant it.')
  })

  it('names a service that does not answer at all', () => {
    show(<Hindered error={new ApiProblem(0, undefined)} />)
    expect(screen.getByRole('alert').textContent).toContain('Slipway does not answer')
  })
})

it('a change of which no answer came is not said not to have worked', () => {
  show(<DidNotWork error={new Unanswered(0)} />)
  const alert = screen.getByRole('alert')
  expect(alert.textContent).toContain('may have done it all the same')
  expect(alert.textContent).not.toContain('did not work')
})
