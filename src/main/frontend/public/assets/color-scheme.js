// Before the first paint, so that nobody is blinded by a flash of the other theme.
;(() => {
  const kept = localStorage.getItem('slipway-color-scheme')
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
