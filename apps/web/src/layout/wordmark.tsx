import classes from './wordmark.module.css'

/** The name of the product with its logo. */
export function Wordmark() {
  return (
    <span className={classes.wordmark}>
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="7" className={classes.ground} />
        <path d="M9 5v22M16 5v22M23 5v22M5 11h22M5 21h22" className={classes.lattice} />
        <path d="M16 21c0-6 3-9 9-10-.5 6-3.5 9-9 10Z" className={classes.leaf} />
      </svg>
      Trellis
    </span>
  )
}
