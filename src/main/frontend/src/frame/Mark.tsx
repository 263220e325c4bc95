/** The sign: a sail above a hull. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0a5bb5" />
      <path d="M6 22 L26 22 L22 27 L10 27 Z" fill="#fff" />
      <path d="M16 5 L16 19 L8 19 Z" fill="#bfe0ff" />
      <path d="M18 9 L18 19 L24.5 19 Z" fill="#fff" />
    </svg>
  )
}
