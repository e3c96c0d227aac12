import { z } from 'zod'

// How the values of environment variables are written.

/** A secret that cannot be guessed. */
export const secret = z.string().min(32, 'must have at least 32 characters')

const SERVICE_KEYS = 'must be name:secret,name:secret with secrets of at least 32 characters'

/** `name:secret,name:secret` as a map from name to secret. */
export const serviceKeys = z
  .string()
  .transform((value) => value.split(',').map((pair) => pair.trim().split(/:(.*)/s, 2)))
  .pipe(
    z.array(
      z.tuple(
        [z.string().regex(/^[\w.-]{1,50}$/, 'has an invalid service name'), z.string().min(32, SERVICE_KEYS)],
        SERVICE_KEYS,
      ),
    ),
  )
  .refine((pairs) => new Map(pairs).size === pairs.length, 'has the same service name twice')
  .transform((pairs) => new Map(pairs))

/** `file:./library.db` or `postgres://user:password@host/library` */
export const databaseUrl = z
  .string()
  .regex(/^(file:|postgres(ql)?:\/\/)./, 'must start with file:, postgres:// or postgresql://')

/** Values that are separated by commas. */
const listOf = <Value extends z.ZodType<unknown, string>>(value: Value) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(value))

/** `postgres://one/library,postgres://two/library` as a list. */
export const readUrls = listOf(
  z.string().regex(/^postgres(ql)?:\/\/./, 'must be URLs that start with postgres://, separated by commas'),
)

const isOrigin = (value: string) => URL.canParse(value) && new URL(value).origin === value

/** `https://one.example,https://two.example` as a list of origins. */
export const origins = listOf(
  z.string().refine(isOrigin, 'must be origins, such as https://example.com, separated by commas'),
)

/** `https://one.example` */
export const origin = z
  .string()
  .refine(
    (value) => /^https?:/.test(value) && isOrigin(value),
    'must be an origin, such as https://example.com, without a path',
  )

/** `smtp://user:password@host:587` */
export const smtpUrl = z.url({
  protocol: /^smtps?$/,
  error:
    'must be smtp://user:password@host:587 or smtps://user:password@host; ' +
    'special characters of the password are written as codes: @ is %40, / is %2F, # is %23',
})

const ADDRESS = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/** The number of proxies in front of the server, or their addresses. */
export const trustedProxies = z.string().transform((value, context): number | string[] | false => {
  if (value === 'false' || value === '0') return false
  if (/^[1-9]\d?$/.test(value)) return Number(value)
  const addresses = value.split(',').map((address) => address.trim())
  if (addresses.every((address) => ADDRESS.safeParse(address).success)) return addresses
  const message =
    'must be the number of proxies in front of the server, or their addresses separated by commas; ' +
    'true would believe whatever address a caller claims in x-forwarded-for'
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

/** A number of something, `otherwise` if not set; `off` for no limit. */
export const budget = (otherwise: number) =>
  z
    .string()
    .default(String(otherwise))
    .refine((value) => value === 'off' || (Number.isSafeInteger(Number(value)) && Number(value) > 0), {
      message: 'must be a positive whole number, or off',
    })
    .transform((value) => (value === 'off' ? Number.POSITIVE_INFINITY : Number(value)))
