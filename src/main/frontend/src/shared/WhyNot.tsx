import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

interface WhyNotProps extends ButtonProps {
  /** Why the button cannot be used now; undefined when it can. */
  reason: string | undefined
  onClick: () => void
  children: ReactNode
}

/** A button that, when it cannot be used, can still be reached and says why. */
export function WhyNot({ reason, onClick, children, ...button }: WhyNotProps) {
  if (reason === undefined) {
    return (
      <Button {...button} onClick={onClick}>
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
        aria-label={`${typeof children === 'string' ? children : 'Action'}: ${reason}`}
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  )
}
