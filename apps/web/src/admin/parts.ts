/** The parts of the administration. */
export const parts = ['users', 'posts', 'comments', 'tags', 'categories', 'employees'] as const
