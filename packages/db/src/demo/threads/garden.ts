import type { DemoThread } from '../types.ts'

/** What was said under the posts of "Garden". */
export const gardenThreads: readonly DemoThread[] = [
  {
    post: 'a-trellis-with-one-saw',
    author: 'ada',
    hoursAfter: 2.3,
    body: 'Built it last weekend with these numbers. The friend for twenty minutes stayed for two hours and ate all the biscuits, so please add biscuits to the list.',
    replies: [
      {
        author: 'leilani',
        hoursAfter: 1.1,
        body: 'Noted: 1 friend, 12 biscuits.',
      },
    ],
  },
  {
    post: 'a-trellis-with-one-saw',
    author: 'liam.ob',
    hoursAfter: 14,
    body: 'Larch or oak, if the price was the same?',
    replies: [
      {
        author: 'leilani',
        hoursAfter: 6,
        body: 'Oak for the posts, larch for the battens. Oak moves less in the ground, larch is lighter on the screws. And it goes silver faster, if you are vain about that. I am.',
      },
    ],
  },
  {
    post: 'a-trellis-with-one-saw',
    author: 'tunde',
    hoursAfter: 75,
    body: '"Something to decide about" is the nicest description of an API I have read all year.',
  },
  {
    post: 'peas-before-the-frost-is-done',
    author: 'søren',
    hoursAfter: 3.7,
    body: 'One for the mouse, one for the crow, one for the slug, one for the *other* slug. In our garden it takes five.',
  },
  {
    post: 'peas-before-the-frost-is-done',
    author: 'meiling',
    hoursAfter: 19,
    body: 'The guttering worked! They slid out as you said. Like a drawer, with a noise like a drawer.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 2.6,
        body: 'The noise is the best part. I should have warned you about how pleased you will be with yourself.',
      },
    ],
  },
  {
    post: 'compost-is-patience',
    author: 'søren',
    hoursAfter: 2.5,
    body: 'Tape! No one ever mentions the tape. I have been finding it in my beds for three years, like ribbons.',
  },
  {
    post: 'compost-is-patience',
    author: 'yusuf_k',
    hoursAfter: 22,
    body: 'The man on plot nine told me the same word, about an entirely different problem.',
    replies: [
      {
        author: 'liam.ob',
        hoursAfter: 1.8,
        body: 'Was he right?',
        replies: [
          {
            author: 'yusuf_k',
            hoursAfter: 0.6,
            body: 'He was right.',
          },
        ],
      },
    ],
  },
  {
    post: 'tomatoes-on-the-fourth-floor',
    author: 'meiling',
    hoursAfter: 5.2,
    body: 'Do the olive bins need to be scrubbed, or is a little salt fine?',
    replies: [
      {
        author: 'marisol',
        hoursAfter: 3.3,
        body: 'Scrub them, twice, with hot water. The first year I did not, and the basil told me at once.',
      },
    ],
  },
  {
    post: 'tomatoes-on-the-fourth-floor',
    author: 'zofia.w',
    hoursAfter: 30,
    body: 'Please tell us more about señora Ibáñez. Does she pick from above?',
    replies: [
      {
        author: 'marisol',
        hoursAfter: 2,
        body: 'She has signed a treaty for everything above the railing. Her sauce comes down in a basket.',
      },
    ],
  },
  {
    post: 'a-pear-tree-made-flat',
    author: 'theo.m',
    hoursAfter: 4,
    body: '"I am not patient. I have a calendar." I have put this above my desk, between the two steel rulers.',
  },
  {
    post: 'a-pear-tree-made-flat',
    author: 'ada',
    hoursAfter: 16,
    body: 'Will it work with an old tree, or is it too late to persuade mine?',
    replies: [
      {
        author: 'leilani',
        hoursAfter: 5,
        body: 'Too late for the trunk, never too late for a branch. Choose two low ones and be polite to them.',
      },
    ],
  },
  {
    post: 'winter-is-for-catalogues',
    author: 'liam.ob',
    hoursAfter: 2.8,
    body: '"Unconcerned by wet summers." You have just described the whole of County Clare.',
  },
  {
    post: 'winter-is-for-catalogues',
    author: 'oksana',
    hoursAfter: 12,
    body: 'My mother keeps hers from each year in a box. I read the one from the year I was born, and she had underlined the same bean that I had.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 1.5,
        body: 'That is the loveliest thing that anybody has told me this week.',
      },
    ],
  },
  {
    post: 'a-settlement-with-slugs',
    author: 'leilani',
    hoursAfter: 1.2,
    body: '"They are employees." Do they come to the Thursday lunch?',
    replies: [
      {
        author: 'søren',
        hoursAfter: 0.8,
        body: 'They *are* quick on a wilted salad. I shall ask Théo.',
        replies: [
          {
            author: 'theo.m',
            hoursAfter: 2,
            body: 'Absolutely not.',
          },
        ],
      },
    ],
  },
  {
    post: 'a-settlement-with-slugs',
    author: 'oksana',
    hoursAfter: 27,
    body: 'Tried the board by the fence on Sunday. Thirty-one guests in the first night. I felt like a hotelier.',
  },
]
