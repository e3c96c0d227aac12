import type { DemoAuthor } from './types.ts'

/** The authors. The first, who gets id 1, is the one people sign in as. */
export const demoAuthors: readonly [DemoAuthor, ...DemoAuthor[]] = [
  {
    username: 'ada',
    email: 'ada@example.com',
    fullName: 'Ada Lindqvist',
    bio: 'Looks after the databases and the tall peas. Gothenburg. Believes that most problems are about order.',
  },
  {
    username: 'kenji',
    email: 'kenji.mori@example.com',
    fullName: 'Kenji Mori 森 健二',
    bio: 'Front-end engineer. Makes pages lighter, and soup from three ingredients.',
  },
  {
    username: 'marisol',
    email: 'marisol@example.com',
    fullName: 'Marisol Peña',
    bio: 'Product designer on the fourth floor. Owns the onboarding, the empty states and eleven kilos of tomatoes.',
  },
  {
    username: 'tunde',
    email: 'tunde.adebayo@example.com',
    fullName: 'Túndé Adébáyọ̀',
    bio: 'Back ends, payments, queues. From Ibadan, in that order of importance. Do not stir the rice.',
  },
  {
    username: 'søren',
    email: 'soren.kjaer@example.com',
    fullName: 'Søren Kjær',
    bio: 'Types by day, bicycle by evening. At peace with the slugs.',
  },
  {
    username: 'priya-n',
    email: 'priya@example.com',
    fullName: 'Priya Natarajan',
    bio: 'Runs the team, mostly by cancelling things. Keeper of the decision log. Chennai, then Leeds, then here.',
  },
  {
    username: 'zofia.w',
    email: 'zofia.wojcik@example.com',
    fullName: 'Zofia Wójcik',
    bio: 'Accessibility engineer in Wrocław. Reads on regional trains and tests on them, too.',
  },
  {
    username: 'liam.ob',
    email: 'liam@example.com',
    fullName: 'Liam Ó Briain',
    bio: 'Operations, estimates, sourdough. If it can be restored, he has restored it.',
  },
  {
    username: 'meiling',
    email: 'meiling.lin@example.com',
    fullName: 'Lin Mei-Ling 林美玲',
    bio: 'Data engineer. Counts queries for a living and simmers things for nine days when it rains.',
  },
  {
    username: 'yusuf_k',
    email: 'yusuf@example.com',
    fullName: 'Yusuf Kılıç',
    bio: 'Infrastructure and night trains. Neutral in the onion question.',
  },
  {
    username: 'leilani',
    email: 'leilani@example.com',
    fullName: 'Leilani Kahananui',
    bio: 'Illustrator, carpenter, pruner. Draws one thing before the kettle boils.',
  },
  {
    username: 'theo.m',
    email: 'theo.marchand@example.com',
    fullName: 'Théo Marchand',
    bio: 'Typographer from Lyon. Cooks on Thursdays. Has an opinion on your figures.',
  },
  {
    username: 'oksana',
    email: 'oksana@example.com',
    fullName: 'Оксана Шевчук',
    bio: 'Tests things, then reads novels, then tests them again. There is no such thing as flaky.',
  },
]
