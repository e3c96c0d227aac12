import type { DemoThread } from '../types.ts'

/** What was said under the posts of "Studio". */
export const studioThreads: readonly DemoThread[] = [
  {
    post: 'no-meeting-wednesdays',
    author: 'yusuf_k',
    hoursAfter: 3,
    body: 'Dreadful Thursdays confirmed. I had one with seven hours of calls, and a sandwich on mute.',
  },
  {
    post: 'no-meeting-wednesdays',
    author: 'ada',
    hoursAfter: 9,
    body: 'The two weeks in which everything was cancelled were the most instructive. I missed exactly one meeting, and it was the one without an agenda.',
    replies: [
      {
        author: 'priya-n',
        hoursAfter: 2.1,
        body: 'The Friday coffee? It was the first one that people asked for back. That taught me a lot about what the meetings were for.',
      },
    ],
  },
  {
    post: 'no-meeting-wednesdays',
    author: 'liam.ob',
    hoursAfter: 48,
    body: 'Bread also proves best in the middle of the week. Just saying.',
  },
  {
    post: 'hire-with-the-work',
    author: 'marisol',
    hoursAfter: 4.4,
    body: 'I took that day as a candidate. The README said "run make", and there was no Makefile. I fixed the README, and I remember you smiling at your own shoes.',
    replies: [
      {
        author: 'priya-n',
        hoursAfter: 0.7,
        body: 'I was told that I have no poker face. It is why somebody else now sits opposite.',
      },
    ],
  },
  {
    post: 'hire-with-the-work',
    author: 'oksana',
    hoursAfter: 15,
    body: 'Writing it down before speaking should be the rule for more than hiring. Post-mortems, designs, restaurants.',
  },
  {
    post: 'hire-with-the-work',
    author: 'meiling',
    hoursAfter: 62,
    body: 'And paying for the time. It says more about a place than the whole of the careers page.',
  },
  {
    post: 'the-decision-log',
    author: 'søren',
    hoursAfter: 1.8,
    body: 'It was me who was hiking. I would like it noted that the hike was excellent.',
  },
  {
    post: 'the-decision-log',
    author: 'liam.ob',
    hoursAfter: 11,
    body: 'Rule 4 is the good one. My first ten were about things that everyone agreed on, and they have been read by no one, including me.',
    replies: [
      {
        author: 'priya-n',
        hoursAfter: 3,
        body: 'I have read them. You have very firm opinions about file names.',
      },
    ],
  },
  {
    post: 'the-first-week',
    author: 'leilani',
    hoursAfter: 2.9,
    body: 'I changed a comma on the Monday. I have told everyone in my family about the comma.',
  },
  {
    post: 'the-first-week',
    author: 'yusuf_k',
    hoursAfter: 10,
    body: "Regarding the left kettle: it trips the fuse if the microwave is on. It was in nobody's document, because everybody knew.",
    replies: [
      {
        author: 'marisol',
        hoursAfter: 1.5,
        body: 'It is on the list of things to fix now. Third item, under "explain the pillar".',
        replies: [
          {
            author: 'theo.m',
            hoursAfter: 0.9,
            body: 'We have a pillar?',
            replies: [
              {
                author: 'marisol',
                hoursAfter: 0.4,
                body: 'You hang your coat on it. Every day, since 2021.',
              },
            ],
          },
        ],
      },
    ],
  },
  {
    post: 'estimates-are-weather',
    author: 'søren',
    hoursAfter: 1.1,
    body: 'The unnamed colleague would like to point out that 41% is a strong result for a dreamer.',
    replies: [
      {
        author: 'liam.ob',
        hoursAfter: 0.3,
        body: 'I said nothing! You named yourself.',
      },
    ],
  },
  {
    post: 'estimates-are-weather',
    author: 'priya-n',
    hoursAfter: 17,
    body: 'I plan with the upper numbers, promise with the upper numbers, and celebrate with the lower ones. It has made my year a lot calmer.',
  },
  {
    post: 'the-friday-letter',
    author: 'theo.m',
    hoursAfter: 6,
    body: 'Mine was about the hazelnut. I stand by it.',
  },
  {
    post: 'the-friday-letter',
    author: 'leilani',
    hoursAfter: 13,
    body: 'As the newest at that time, I had to write the second one. I was terrified, and it is still the kindest thing that anyone did to me here.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 2,
        body: 'Your second line was "I do not know what anybody does". Four people wrote back to explain. It was the best documentation we had that year.',
      },
    ],
  },
  {
    post: 'no-is-a-sentence',
    author: 'tunde',
    hoursAfter: 2,
    body: 'Two hundred and eleven, and at least thirty of them mine. I did not notice either, to my shame.',
    replies: [
      {
        author: 'priya-n',
        hoursAfter: 1.4,
        body: 'Thirty-four. I may have looked before I pressed the key.',
      },
    ],
  },
  {
    post: 'no-is-a-sentence',
    author: 'marisol',
    hoursAfter: 8.8,
    body: '"Yes, instead of this" changed how I ask. I come with the thing to drop, and half of the time I end up preferring the thing I came to drop.',
  },
  {
    post: 'the-incident-review-that-went-well',
    author: 'oksana',
    hoursAfter: 1,
    body: '#nearly is the best channel we have. I posted twice. It felt like confession, but with emoji.',
  },
  {
    post: 'the-incident-review-that-went-well',
    author: 'ada',
    hoursAfter: 4.6,
    body: 'Type its name to delete it: we added the same to the database console. On the second day it stopped me.',
    replies: [
      {
        author: 'yusuf_k',
        hoursAfter: 0.9,
        body: 'Does that go into #nearly?',
        replies: [
          {
            author: 'ada',
            hoursAfter: 0.2,
            body: 'It is already there. With a screenshot.',
          },
        ],
      },
    ],
  },
  {
    post: 'the-incident-review-that-went-well',
    author: 'priya-n',
    hoursAfter: 20,
    body: 'I would like to thank you for going first. It is easy to write "blameless" in a template, and hard to share the screen.',
    replies: [
      {
        author: 'liam.ob',
        hoursAfter: 12,
        body: 'Seconded. I was the one from autumn.',
      },
    ],
  },
]
