import { Textarea } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { WhyNot } from './WhyNot'

interface CopyButtonProps {
  value: string
  /** Why there is nothing to copy now. */
  whyNot?: string | undefined
  children: string
}

/** Copies a text, or shows it to be copied by hand where the page may not: over plain http, or if it was forbidden. */
export function CopyButton({ value, whyNot, children }: CopyButtonProps) {
  const { copied, copy, error } = useClipboard({ timeout: 2000 })
  return (
    <>
      <WhyNot
        reason={whyNot}
        size="xs"
        variant="default"
        leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        onClick={() => copy(value)}
      >
        {copied ? 'Copied' : children}
      </WhyNot>
      {error !== null && <ByHand value={value} />}
    </>
  )
}

/** The text, chosen whole, so that the keys for copying are all that is left to press. */
function ByHand({ value }: { value: string }) {
  const text = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    text.current?.focus()
    text.current?.select()
  }, [])
  return (
    <Textarea
      ref={text}
      w="100%"
      label="Copy it by hand"
      description="The browser does not let this page copy."
      readOnly
      autosize
      maxRows={12}
      value={value}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.85rem' } }}
    />
  )
}
