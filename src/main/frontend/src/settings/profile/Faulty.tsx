import { Alert, Anchor, Text } from '@mantine/core'
import { ApiProblem } from '../../api/problem'
import type { Fault, Faults } from './faults'

/** That a profile was refused; what is wrong at a field is said there. */
export function Faulty({ error, faults }: { error: Error; faults: Faults }) {
  const code = error instanceof ApiProblem ? error.code : undefined
  const atFields = faults.at.size
  return (
    <Alert
      color="var(--sw-bad)"
      bg="var(--sw-surface)"
      variant="outline"
      title="It was not saved"
      role="alert"
    >
      {atFields > 0
        ? `${atFields === 1 ? 'One field says' : `${atFields} fields say`} why; everything that you typed is still there. `
        : error.message}
      <FaultList faults={faults.elsewhere} beside={atFields > 0 ? '' : error.message} />
      {code !== undefined && (
        <>
          {' '}
          <Anchor href={`/problems/${code}`} size="sm">
            {code}
          </Anchor>
        </>
      )}
    </Alert>
  )
}

/** What is wrong, each with where that is, unless the sentence beside it says so already. */
export const FaultList = ({ faults, beside }: { faults: readonly Fault[]; beside: string }) =>
  faults
    .filter(({ why }) => !beside.includes(why))
    .map(({ where, why }) => (
      <Text size="sm" key={where + why}>
        <code>{where}</code>: {why}
      </Text>
    ))
