import type { DemoThread } from '../types.ts'

/** What was said under the posts of no category. */
export const looseThreads: readonly DemoThread[] = [
  {
    post: 'why-we-write-here',
    author: 'priya-n',
    hoursAfter: 1,
    body: 'Stop when you are finished. I intend to hold all of you to this one.',
  },
  {
    post: 'why-we-write-here',
    author: 'kenji',
    hoursAfter: 2.4,
    body: 'First! I have always wanted to write this, and I have missed it.',
  },
  {
    post: 'why-we-write-here',
    author: 'marisol',
    hoursAfter: 30,
    body: 'I asked the landlord about the thing in the yard. His father said that it was there when *he* came. So it is officially older than the house.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 5,
        body: 'Then we had better look after it. I shall bring some peas.',
      },
    ],
  },
  {
    post: 'small-tools-i-would-miss',
    author: 'ada',
    hoursAfter: 1.1,
    body: "A wooden clothes peg, to close the notebook at today's page. When it is on the cover, I have gone home.",
  },
  {
    post: 'small-tools-i-would-miss',
    author: 'tunde',
    hoursAfter: 3,
    body: '`\\watch 2` in psql. It repeats the query every two seconds, and I just sit there like a heron.',
    replies: [
      {
        author: 'leilani',
        hoursAfter: 5.5,
        body: 'A heron on a parked car, I hope.',
      },
    ],
  },
  {
    post: 'small-tools-i-would-miss',
    author: 'oksana',
    hoursAfter: 14,
    body: 'A four-sided die. When I cannot decide which part to test first, I let it choose, and it has better instincts than I have.',
  },
  {
    post: 'a-desk-inventory',
    author: 'kenji',
    hoursAfter: 0.6,
    body: 'So *that* is where the second ruler is.',
    replies: [
      {
        author: 'theo.m',
        hoursAfter: 0.4,
        body: 'You said in public that you hold it against the screen. I considered it a rescue.',
      },
    ],
  },
  {
    post: 'a-desk-inventory',
    author: 'leilani',
    hoursAfter: 5,
    body: 'The heron is happy to be among the rulers. Is the hazelnut from the lentils?',
    replies: [
      {
        author: 'theo.m',
        hoursAfter: 2.2,
        body: 'It is from the lentils. It is the last one, and it stays.',
      },
    ],
  },
]
