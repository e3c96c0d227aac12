/** The parts of the administration. */
export const parts = ['users', 'tags', 'categories', 'employees', 'webhooks'] as const
