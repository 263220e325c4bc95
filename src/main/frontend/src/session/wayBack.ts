const KEPT = 'slipway-way-back'

/** Remembers where somebody wanted to go who is sent away to log in. */
export const rememberTheWay = (place: Location = window.location) =>
  sessionStorage.setItem(KEPT, place.pathname + place.search)

/** A login ends at the front door; from there it goes on to where it began. Before anything is shown. */
export function goBackToWhereItBegan(place: Location = window.location) {
  const way = sessionStorage.getItem(KEPT)
  if (way === null || place.pathname !== '/') return
  sessionStorage.removeItem(KEPT)
  window.history.replaceState(null, '', way)
}
