import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { moveBetweenCells } from './moveBetweenCells'

it('arrow keys pass over cells in which there is nothing to go to, and stop at the edge', async () => {
  render(
    <table onKeyDown={moveBetweenCells}>
      <tbody>
        <tr>
          <td data-cell="0,0">
            <a href="#one">one</a>
          </td>
          <td data-cell="0,1">Not here yet</td>
          <td data-cell="0,2">
            <button type="button">three</button>
          </td>
        </tr>
        <tr>
          <td data-cell="1,0">Not here yet</td>
        </tr>
        <tr>
          <td data-cell="2,0">
            <a href="#below">below</a>
          </td>
        </tr>
      </tbody>
    </table>,
  )
  const at = () => document.activeElement?.textContent
  screen.getByText('one').focus()
  await userEvent.keyboard('{ArrowRight}')
  expect(at()).toBe('three')
  await userEvent.keyboard('{ArrowRight}')
  expect(at()).toBe('three')
  await userEvent.keyboard('{ArrowLeft}{ArrowDown}')
  expect(at()).toBe('below')
})
