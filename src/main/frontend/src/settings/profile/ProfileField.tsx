import { JsonInput, MultiSelect, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import { isDocument } from '../../shared/mergePatch'
import type { Field } from './fields'
import type { Form } from './form'
import { NumberField } from './NumberField'
import classes from './Profile.module.css'
import { ShareField } from './ShareField'

const ORDER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

interface ProfileFieldProps {
  field: Field
  form: Form
  environments: readonly string[]
}

/** One field of a profile, as it is filled in. */
export function ProfileField({ field, form, environments }: ProfileFieldProps) {
  const { input, path, label } = field
  const value = form.at(path)
  const error = form.faultAt(path)
  const common = {
    label,
    disabled: field.fixed !== undefined && form.keepsItsPlace,
    description: form.keepsItsPlace ? (field.fixed ?? field.hint) : field.hint,
    error,
  }
  const text = typeof value === 'string' ? value : ''
  // What explains a field is below it, so that the fields of a row stand in one line.
  const inRow = { ...common, inputWrapperOrder: ORDER }
  switch (input.kind) {
    case 'text':
      return (
        <TextInput
          {...inRow}
          value={text}
          onChange={(event) =>
            form.put(path, event.currentTarget.value === '' ? undefined : event.currentTarget.value)
          }
        />
      )
    case 'number':
      return (
        <NumberField
          {...common}
          unit={input.unit}
          value={typeof value === 'number' ? value : undefined}
          change={(is) => form.put(path, is)}
        />
      )
    case 'share':
      return (
        <ShareField
          {...common}
          value={isDocument(value) ? value : undefined}
          change={(is) => form.put(path, is)}
        />
      )
    case 'choice':
      return (
        <Select
          {...inRow}
          data={input.choices.map(([one, said]) => ({ value: one, label: said }))}
          value={text === '' ? null : text}
          clearable
          placeholder="As usual"
          onChange={(is) => form.put(path, is ?? undefined)}
        />
      )
    case 'environment':
      return (
        <Select
          {...inRow}
          data={[...environments]}
          value={text === '' ? null : text}
          clearable
          placeholder="Nowhere in particular"
          onChange={(is) => form.put(path, is ?? undefined)}
        />
      )
    case 'flag':
      return (
        <Switch
          {...common}
          checked={value === true}
          onChange={(event) =>
            form.put(path, event.currentTarget.checked || (input.optional ? undefined : false))
          }
        />
      )
    case 'part':
      return (
        <Switch
          {...common}
          className={classes.wide ?? ''}
          checked={value !== undefined}
          onChange={(event) =>
            form.put(
              path,
              event.currentTarget.checked ? (form.before(path) ?? input.begins(form.document)) : undefined,
            )
          }
        />
      )
    case 'texts': {
      const list = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
      const put = (is: string[]) => form.put(path, is.length === 0 ? undefined : is)
      return input.choices === undefined ? (
        <TagsInput {...inRow} value={list} onChange={put} clearable />
      ) : (
        <MultiSelect
          {...inRow}
          data={input.choices.map(([one, said]) => ({ value: one, label: said }))}
          value={list}
          onChange={put}
        />
      )
    }
    case 'json':
      return (
        <JsonInput
          {...inRow}
          className={classes.wide ?? ''}
          autosize
          minRows={1}
          maxRows={16}
          value={form.textAt(path)}
          onChange={(is) => form.type(path, is)}
          classNames={{ input: 'mono' }}
        />
      )
  }
}
