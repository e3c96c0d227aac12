/** A transformer that changes every value, and rejects inputs that it did not serialize. */
export const tagging = {
  serialize: (value: unknown) => (value === 'late' ? fail('cannot serialize') : { tagged: value ?? null }),
  deserialize(value: unknown) {
    if (typeof value !== 'object' || value === null || !('tagged' in value)) return fail('not tagged')
    return value.tagged
  },
}

function fail(message: string): never {
  throw new Error(message)
}
