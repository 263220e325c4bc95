const KEPT = 'slipway-proxy-address'

/** Where applications ask: a listener of its own, 8081 unless somebody here says otherwise. */
export const proxyAddress = (): string =>
  localStorage.getItem(KEPT) ?? `${window.location.protocol}//${window.location.hostname}:8081`

export const rememberProxyAddress = (address: string) => localStorage.setItem(KEPT, address)
