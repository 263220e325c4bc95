import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { idempotencyKey } from '../api/client'
import { show } from '../testing/render'
import { CopyButton } from './CopyButton'

afterEach(() => vi.unstubAllGlobals())

it('a change has a key of its own on pages that came by plain http', () => {
  const { getRandomValues } = crypto
  vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) })
  expect(idempotencyKey()).toMatch(/^[0-9a-f]{32}$/)
  expect(idempotencyKey()).not.toBe(idempotencyKey())
})

it('what the page may not copy is shown, chosen whole, to be copied by hand', async () => {
  show(<CopyButton value="slipway_secret">Copy</CopyButton>)
  const user = userEvent.setup({ writeToClipboard: false })
  Reflect.deleteProperty(navigator, 'clipboard')
  await user.click(screen.getByRole('button', { name: 'Copy' }))
  const text = await screen.findByLabelText<HTMLTextAreaElement>('Copy it by hand')
  expect(document.activeElement).toBe(text)
  expect(text.value.slice(text.selectionStart, text.selectionEnd)).toBe('slipway_secret')
})
