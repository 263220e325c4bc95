import { expect, it } from 'vitest'
import { goBackToWhereItBegan, rememberTheWay } from './wayBack'

it('a login goes on to where it began, once', () => {
  window.history.replaceState(null, '', '/audit?subject=prod')
  rememberTheWay()
  window.history.replaceState(null, '', '/')
  goBackToWhereItBegan()
  expect(window.location.pathname + window.location.search).toBe('/audit?subject=prod')

  window.history.replaceState(null, '', '/')
  goBackToWhereItBegan()
  expect(window.location.pathname).toBe('/')
})
