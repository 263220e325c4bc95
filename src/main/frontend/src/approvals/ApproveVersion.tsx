import { Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useApproveVersion } from '../api/promotions'
import { useMe } from '../api/session'
import type { Promotion } from '../api/types'
import { whyNotMay } from '../session/may'
import { ReasonDialog } from '../shared/ReasonDialog'
import { WhyNot } from '../shared/WhyNot'

/** Approves the version itself, for every environment that asks for approved ones. */
export function ApproveVersion({ promotion }: { promotion: Promotion }) {
  const me = useMe().data
  const [opened, { open, close }] = useDisclosure()
  const approve = useApproveVersion(promotion.model, promotion.version)
  return (
    <>
      <WhyNot
        variant="default"
        reason={whyNotMay(me, 'APPROVER', '*')}
        leftSection={<IconRosetteDiscountCheck size={16} aria-hidden />}
        onClick={open}
      >
        Approve the version
      </WhyNot>
      <ReasonDialog
        title={`Approve ${promotion.model} ${promotion.version}`}
        opened={opened}
        close={close}
        act={(reason) => approve.mutate(reason, { onSuccess: close })}
        action="Approve the version"
        busy={approve.isPending}
        error={approve.error}
      >
        <Text>
          It counts in every environment that asks for approved versions, until somebody withdraws it.
        </Text>
      </ReasonDialog>
    </>
  )
}
