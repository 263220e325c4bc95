import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

interface WhyNotProps extends ButtonProps {
  /** Why the button cannot be used now; undefined when it can. */
  reason: string | undefined
  /** Its name for those who do not see what stands around it, where its text alone tells too little. */
  name?: string
  onClick: () => void
  children: ReactNode
}

/** A button that, when it cannot be used, can still be reached and says why. */
export function WhyNot({ reason, name, onClick, children, ...button }: WhyNotProps) {
  if (reason === undefined) {
    return (
      <Button {...button} aria-label={name} onClick={onClick}>
        {children}
      </Button>
    )
  }
  return (
    <Tooltip label={reason}>
      <Button
        {...button}
        data-disabled
        aria-disabled
        aria-label={`${name ?? (typeof children === 'string' ? children : 'Action')}: ${reason}`}
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  )
}
