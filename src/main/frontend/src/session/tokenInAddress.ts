/** The token of an address that ends in #token=…, which is taken out of the address at once. */
export function takeTokenFromAddress(place: Location = window.location): string | undefined {
  const token = new URLSearchParams(place.hash.slice(1)).get('token')
  if (token === null) return undefined
  window.history.replaceState(null, '', place.pathname + place.search)
  return token
}
