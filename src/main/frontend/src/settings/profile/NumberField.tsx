import { NumberInput, Text } from '@mantine/core'
import { useState } from 'react'
import { span } from '../../time/format'
import classes from './Profile.module.css'

const MINUTE = 60

interface NumberFieldProps {
  label: string
  unit: string
  description?: string | undefined
  error?: string | undefined
  disabled?: boolean
  value: number | undefined
  change: (value: number | undefined) => void
}

/** A number with its unit; nothing written means nothing set. Long times are said in words too. */
export function NumberField({ unit, value, change, description, ...common }: NumberFieldProps) {
  const [typed, type] = useState<number | string>(value ?? '')
  // What is half written, such as 0., says a number already and stays as it stands.
  const written = typed === '' ? undefined : Number(typed)
  const inWords =
    unit === 's' && value !== undefined && value >= MINUTE ? `That is ${span(value)}.` : undefined
  return (
    <NumberInput
      {...common}
      description={[description, inWords].filter((one) => one !== undefined).join(' ') || undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      hideControls
      allowNegative={false}
      value={written === value ? typed : (value ?? '')}
      onChange={(is) => {
        type(is)
        change(is === '' || Number.isNaN(Number(is)) ? undefined : Number(is))
      }}
      rightSection={
        <Text component="span" className={classes.unit ?? ''}>
          {unit}
        </Text>
      }
      rightSectionWidth={`${unit.length * 0.55 + 1.4}em`}
      rightSectionPointerEvents="none"
    />
  )
}
