import { setNonce } from 'get-nonce'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''

setNonce(nonce)

/** What the content security policy of this page lets style elements be known by. */
export const styleNonce = () => nonce
