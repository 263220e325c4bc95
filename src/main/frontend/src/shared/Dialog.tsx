import { Modal, type ModalProps } from '@mantine/core'
import { useEffect } from 'react'

/** A dialog. Who closes it goes on where they were, also where it is taken away instead of fading. */
export function Dialog(props: ModalProps) {
  useFocusBack(props.opened)
  return <Modal closeButtonProps={{ 'aria-label': 'Close' }} {...props} />
}

function useFocusBack(opened: boolean) {
  useEffect(() => {
    if (!opened) return undefined
    const before = document.activeElement
    return () => {
      // One that fades has the focus still, and Mantine brings it back.
      if (document.activeElement === document.body && before instanceof HTMLElement) {
        before.focus({ preventScroll: true })
      }
    }
  }, [opened])
}
