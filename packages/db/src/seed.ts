export const DEMO_PASSWORD = 'x'
export async function seed() {}
