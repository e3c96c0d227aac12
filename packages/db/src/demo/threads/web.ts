import type { DemoThread } from '../types.ts'

/** What was said under the posts of "Web Engineering". */
export const webThreads: readonly DemoThread[] = [
  {
    post: 'the-slow-page-was-a-font',
    author: 'theo.m',
    hoursAfter: 2.1,
    body: 'As the one who chose four weights: I am sorry. I have been converted to the variable file, not least because I may now ask for 430.',
    replies: [
      {
        author: 'kenji',
        hoursAfter: 0.9,
        body: 'Please never ask for 430.',
        replies: [
          {
            author: 'theo.m',
            hoursAfter: 0.5,
            body: 'It is already on the poster.',
          },
        ],
      },
    ],
  },
  {
    post: 'the-slow-page-was-a-font',
    author: 'zofia.w',
    hoursAfter: 15,
    body: 'Try `size-adjust` on the fallback as well. The text no longer jumps when the real font comes in, and people who use magnification do not lose their line.',
    replies: [
      {
        author: 'kenji',
        hoursAfter: 4.4,
        body: 'Added this morning. The layout shift went from noticeable to nothing at all. Thank you!',
      },
    ],
  },
  {
    post: 'http-caching-long-read',
    author: 'yusuf_k',
    hoursAfter: 6,
    body: 'The third trap bit us last winter. "A helpful proxy remembers the 404" is such a calm way to describe that evening.',
  },
  {
    post: 'http-caching-long-read',
    author: 'ada',
    hoursAfter: 13,
    body: 'I have read five explanations of `no-cache`, and this is the first after which I could explain it to somebody else. The two questions do it.',
    replies: [
      {
        author: 'kenji',
        hoursAfter: 2.4,
        body: 'It took me four drafts to notice that there were two. The first draft had one question and eleven answers.',
      },
    ],
  },
  {
    post: 'http-caching-long-read',
    author: 'tunde',
    hoursAfter: 25,
    body: 'Should one ever send both, ETag and Last-Modified?',
    replies: [
      {
        author: 'kenji',
        hoursAfter: 3,
        body: 'It does no harm. The ETag wins where both are understood, and the date helps heuristics and people with `curl`. If you only do one, do the ETag.',
        replies: [
          {
            author: 'tunde',
            hoursAfter: 0.8,
            body: 'And weak or strong?',
            replies: [
              {
                author: 'kenji',
                hoursAfter: 1.6,
                body: 'Weak, unless you serve byte ranges. Compression turns strong ones into liars.',
              },
            ],
          },
        ],
      },
    ],
  },
  {
    post: 'http-caching-long-read',
    author: 'oksana',
    hoursAfter: 70,
    body: 'I printed the card. It hangs in the lift, and the people from the second floor have questions.',
  },
  {
    post: 'press-the-button-twice',
    author: 'yusuf_k',
    hoursAfter: 1.8,
    body: 'The same key with a *different* amount is the nasty cousin. We store a hash of the request beside the key and refuse if it differs.',
    replies: [
      {
        author: 'tunde',
        hoursAfter: 2.7,
        body: 'Yes! Ours answers with a conflict. The first version happily returned the old payment for the new amount, and this was one of my three regressions.',
      },
    ],
  },
  {
    post: 'press-the-button-twice',
    author: 'liam.ob',
    hoursAfter: 9,
    body: 'How long do you keep the keys?',
    replies: [
      {
        author: 'tunde',
        hoursAfter: 1,
        body: 'Thirty days. Long enough for every retry I have heard of, including the phone that came back from a drawer.',
      },
    ],
  },
  {
    post: 'press-the-button-twice',
    author: 'marisol',
    hoursAfter: 36,
    body: 'From the other side of the glass: we also disable the button. It is not a fix, I know that now, but it is manners.',
  },
  {
    post: 'an-error-is-a-conversation',
    author: 'marisol',
    hoursAfter: 3.9,
    body: '"Nothing else was lost" might be the four kindest words in the language.',
  },
  {
    post: 'an-error-is-a-conversation',
    author: 'meiling',
    hoursAfter: 8,
    body: 'Do you translate on the server or in the client? With the constant, the client could do it all.',
    replies: [
      {
        author: 'oksana',
        hoursAfter: 2.5,
        body: 'The client, by the constant, and falls back to our sentence when it meets one that it does not know. So a new error is readable on the first day, and polished on the tenth.',
        replies: [
          {
            author: 'meiling',
            hoursAfter: 1,
            body: 'Stealing it.',
          },
        ],
      },
    ],
  },
  {
    post: 'an-error-is-a-conversation',
    author: 'liam.ob',
    hoursAfter: 19,
    body: 'Today I got "Something went wrong :(" from my bank. The face is what made me angry.',
    replies: [
      {
        author: 'zofia.w',
        hoursAfter: 1.3,
        body: 'And a screen reader says "colon left parenthesis". Twice, as they had it in the title, too.',
      },
    ],
  },
  {
    post: 'flaky-means-unknown',
    author: 'søren',
    hoursAfter: 2,
    body: 'Five of thirty-three! I would have guessed one. I take back what I said about the re-run button.',
  },
  {
    post: 'flaky-means-unknown',
    author: 'kenji',
    hoursAfter: 6.5,
    body: 'What do you do when the owner can not reproduce it?',
    replies: [
      {
        author: 'oksana',
        hoursAfter: 1.1,
        body: 'Run it two hundred times in a loop with the CPU busy doing something else. If it still passes, add logging to it and leave the bug open. "Cannot reproduce" is a status and not an ending.',
        replies: [
          {
            author: 'kenji',
            hoursAfter: 0.7,
            body: 'The busy CPU is a great trick. It fell over on run 31.',
          },
        ],
      },
    ],
  },
  {
    post: 'flaky-means-unknown',
    author: 'ada',
    hoursAfter: 44,
    body: 'Number 3 is always mine. I keep believing that rows come back in the order in which I remember them.',
  },
  {
    post: 'a-year-in-one-repository',
    author: 'liam.ob',
    hoursAfter: 4.2,
    body: 'I was against this, in writing, in the decision log. I was wrong, and I have added a line under my name.',
    replies: [
      {
        author: 'søren',
        hoursAfter: 1.5,
        body: 'It is the most gracious entry in the folder.',
      },
    ],
  },
  {
    post: 'a-year-in-one-repository',
    author: 'marisol',
    hoursAfter: 16,
    body: 'What about people who only touch the design files? I clone the whole thing to change an icon.',
    replies: [
      {
        author: 'søren',
        hoursAfter: 3.1,
        body: 'Honest answer: it costs you twenty seconds and some disk, and saves you from asking one of us to release the icon package. If it ever gets slow, a sparse checkout.',
      },
    ],
  },
  {
    post: 'a-year-in-one-repository',
    author: 'yusuf_k',
    hoursAfter: 55,
    body: 'The coffee machine was robbed.',
  },
  {
    post: 'every-call-needs-a-deadline',
    author: 'tunde',
    hoursAfter: 1.6,
    body: 'The passing along is what nobody does. We put the remaining milliseconds in a header, and it was like turning the lights on.',
    replies: [
      {
        author: 'yusuf_k',
        hoursAfter: 2,
        body: 'Do you subtract something for the network, or hand on exactly what is left?',
        replies: [
          {
            author: 'tunde',
            hoursAfter: 0.9,
            body: 'Fifty milliseconds off at each step. With that the inner service gives up first, and its error message is the better one.',
          },
        ],
      },
    ],
  },
  {
    post: 'every-call-needs-a-deadline',
    author: 'kenji',
    hoursAfter: 21,
    body: 'A note for the browser side: AbortSignal.any lets you join the deadline with "the user has gone to another page".',
  },
  {
    post: 'what-we-stopped-logging',
    author: 'meiling',
    hoursAfter: 3,
    body: 'Dropping to a list of allowed fields hurt for about a week, and then we found out that nobody had ever searched for the others.',
  },
  {
    post: 'what-we-stopped-logging',
    author: 'oksana',
    hoursAfter: 7.2,
    body: 'Adding the release to each line halved the time I need to say "it began on Tuesday".',
    replies: [
      {
        author: 'yusuf_k',
        hoursAfter: 0.8,
        body: 'It was your idea! I looked it up. "Can it say which version it is, please", in a ticket from two years back.',
      },
    ],
  },
  {
    post: 'what-we-stopped-logging',
    author: 'liam.ob',
    hoursAfter: 31,
    body: 'And the invoice?',
    replies: [
      {
        author: 'yusuf_k',
        hoursAfter: 5,
        body: 'A fifth of what it was. Finance sent a cake.',
        replies: [
          {
            author: 'liam.ob',
            hoursAfter: 0.2,
            body: 'I saw no cake.',
          },
        ],
      },
    ],
  },
  {
    post: 'before-the-script-arrives',
    author: 'kenji',
    hoursAfter: 1.3,
    body: 'I tried the Lower Silesia test, with the network throttled to the worst setting, on our own sign-up. It was humbling.',
    replies: [
      {
        author: 'zofia.w',
        hoursAfter: 0.7,
        body: 'What broke first?',
        replies: [
          {
            author: 'kenji',
            hoursAfter: 0.5,
            body: 'The button. It was a div.',
          },
        ],
      },
    ],
  },
  {
    post: 'before-the-script-arrives',
    author: 'marisol',
    hoursAfter: 12,
    body: 'It also makes my prototypes better. Beginning with a form that posts forces me to decide what the page after it looks like.',
  },
  {
    post: 'before-the-script-arrives',
    author: 'oksana',
    hoursAfter: 90,
    body: 'Added a run of the end-to-end tests with scripts disabled. Seven failures, five of them real, two of them the map.',
  },
  {
    post: 'the-queue-is-never-empty',
    author: 'yusuf_k',
    hoursAfter: 2.2,
    body: 'Age of the oldest job is on our wall since this morning. It was nine hours. No one had noticed, since the *length* was only six.',
    replies: [
      {
        author: 'tunde',
        hoursAfter: 1,
        body: 'Six jobs which nobody wanted to pick up?',
        replies: [
          {
            author: 'yusuf_k',
            hoursAfter: 0.6,
            body: 'Six jobs that failed, went to the back, and came round again. A carousel.',
          },
        ],
      },
    ],
  },
  {
    post: 'the-queue-is-never-empty',
    author: 'ada',
    hoursAfter: 27,
    body: '"Kinder than saying yes, of course, and meaning tomorrow." This is also Priya\'s post about saying no, in different clothes.',
    replies: [
      {
        author: 'priya-n',
        hoursAfter: 8,
        body: 'I noticed. I am flattered to be a special case of back-pressure.',
      },
    ],
  },
]
