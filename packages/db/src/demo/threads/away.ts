import type { DemoThread } from '../types.ts'

/** What was said under the posts of "Books & Travel". */
export const awayThreads: readonly DemoThread[] = [
  {
    post: 'the-night-train-north',
    author: 'søren',
    hoursAfter: 2.1,
    body: 'The top bunk is also where the heating is. I woke up as a raisin, but a happy one.',
  },
  {
    post: 'the-night-train-north',
    author: 'marisol',
    hoursAfter: 17,
    body: 'Does the boy who was going to see snow know that he is in a post? I keep thinking about his ten minutes.',
    replies: [
      {
        author: 'yusuf_k',
        hoursAfter: 3,
        body: 'He drew it for me, on the back of the dining car menu. It is all blue. It hangs in my kitchen.',
      },
    ],
  },
  {
    post: 'books-we-argued-about',
    author: 'yusuf_k',
    hoursAfter: 0.8,
    body: 'For completeness: it was the second cousin. In the tree he is older than his own father.',
  },
  {
    post: 'books-we-argued-about',
    author: 'oksana',
    hoursAfter: 11,
    body: 'I want to join. Is there a waiting list, and must I have an opinion on the lighthouse?',
    replies: [
      {
        author: 'zofia.w',
        hoursAfter: 1.9,
        body: 'There is a chair free from September. Opinions on the lighthouse are issued at the door.',
      },
    ],
  },
  {
    post: 'round-the-fjord-by-bicycle',
    author: 'liam.ob',
    hoursAfter: 2.6,
    body: '"I stayed awake for a long time, so as not to waste it." I have read this paragraph three times now.',
  },
  {
    post: 'round-the-fjord-by-bicycle',
    author: 'leilani',
    hoursAfter: 21,
    body: 'Did you find the X with the kiosk?',
    replies: [
      {
        author: 'søren',
        hoursAfter: 4,
        body: 'Closed, with a note: "Back when the wind turns." It is possible that it is still there.',
      },
    ],
  },
]
