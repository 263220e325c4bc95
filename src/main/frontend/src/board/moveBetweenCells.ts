import type { KeyboardEvent } from 'react'

const STEPS: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Moves the focus from cell to cell by arrow keys, and asks a cell for its promotion by P. */
export function moveBetweenCells(event: KeyboardEvent<HTMLTableElement>) {
  if (event.altKey || event.ctrlKey || event.metaKey) return
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null
  if (cell === null) return
  if (event.key === 'p' || event.key === 'P') {
    cell.querySelector<HTMLElement>('[data-promote]')?.click()
    return
  }
  const step = STEPS[event.key]
  if (step === undefined) return
  const next = nextFrom(cell, step, event.currentTarget)
  if (next === null) return
  event.preventDefault()
  next.focus()
}

/** What can be gone to in the nearest cell that has something; null when there is none up to the edge. */
function nextFrom(cell: HTMLElement, [down, right]: readonly [number, number], table: HTMLElement) {
  let [row = 0, column = 0] = (cell.dataset.cell ?? '').split(',').map(Number)
  for (;;) {
    row += down
    column += right
    const there = table.querySelector(`[data-cell="${row},${column}"]`)
    if (there === null) return null
    const found = there.querySelector<HTMLElement>(':is(a, button)')
    if (found !== null) return found
  }
}
