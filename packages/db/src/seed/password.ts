/** The password of every demo author. */
export const DEMO_PASSWORD = 'trellis-demo'

/** Its hash as better-auth stores one: `salt:key`, by scrypt. It is no secret, so it need not be computed again. */
export const DEMO_PASSWORD_HASH =
  '9fc28785a5d1744a4290acc2a40af884:' +
  '0186140e63b36b7bcecf351ca892e700330da623e7106a49dfc1d159750ee134a72ccc08969a2c0d66e1ad03e5e85f89a8d2ee6d4047d80512978301e07136bb'
