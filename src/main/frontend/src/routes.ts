/** Where every view is. What Dashboard.java answers with the page begins with one of these. */
export const routes = {
  board: '/board',
  plan: '/plan',
  deployments: '/deployments',
  deployment: (id: string) => `/deployments/${id}`,
  endpoint: (endpoint: string) => `/endpoints/${endpoint}`,
  approvals: '/approvals',
  audit: '/audit',
  drift: '/drift',
  playground: '/playground',
  settings: '/settings',
  local: '/local',
  signIn: '/sign-in',
} as const

/** The plan of a promotion, as an address that can be sent to somebody. */
export const planOf = (model: string, version: string, to: string) =>
  `${routes.plan}?${new URLSearchParams({ model, version, to })}`
