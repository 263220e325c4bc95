import { Input, NumberInput, Select } from '@mantine/core'
import type { Document } from '../../shared/mergePatch'
import classes from './Profile.module.css'

interface ShareFieldProps {
  label: string
  description?: string | undefined
  error?: string | undefined
  disabled?: boolean
  value: Document | undefined
  change: (value: Document | undefined) => void
}

const UNITS = [
  { value: 'CAPACITY_PERCENT', label: '% of the fleet' },
  { value: 'INSTANCE_COUNT', label: 'instances' },
]

/** A part of a fleet: so many instances, or so many in a hundred. */
export function ShareField({ label, description, error, disabled = false, value, change }: ShareFieldProps) {
  const unit = typeof value?.type === 'string' ? value.type : 'CAPACITY_PERCENT'
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <div className={classes.share}>
        <NumberInput
          aria-label={`${label}: how much`}
          aria-invalid={error !== undefined}
          disabled={disabled}
          hideControls
          allowNegative={false}
          value={typeof value?.value === 'number' ? value.value : ''}
          onChange={(is) => change(is === '' ? undefined : { ...value, type: unit, value: Number(is) })}
        />
        <Select
          aria-label={`${label}: of what`}
          disabled={disabled || value === undefined}
          data={UNITS}
          value={unit}
          allowDeselect={false}
          onChange={(is) => change({ ...value, type: is ?? unit })}
        />
      </div>
    </Input.Wrapper>
  )
}
