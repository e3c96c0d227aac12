import type { DemoThread } from '../types.ts'

/** What was said under the posts of "Kitchen". */
export const kitchenThreads: readonly DemoThread[] = [
  {
    post: 'bread-around-a-working-day',
    author: 'zofia.w',
    hoursAfter: 3.1,
    body: 'Finally a table that assumes I have a job. First loaf this Saturday. It was flat, it was delicious, I am not sure what I did.',
    replies: [
      {
        author: 'liam.ob',
        hoursAfter: 1.6,
        body: 'Flat and tasty is nearly always too long on the bench before the fridge. Try an hour less on the Thursday.',
        replies: [
          {
            author: 'zofia.w',
            hoursAfter: 169,
            body: 'An hour less. It stood up! I took a photograph of it beside a ruler.',
          },
        ],
      },
    ],
  },
  {
    post: 'bread-around-a-working-day',
    author: 'priya-n',
    hoursAfter: 40,
    body: '"The fridge is a pause button" works for most arguments as well.',
  },
  {
    post: 'dashi-in-three-ingredients',
    author: 'meiling',
    hoursAfter: 2,
    body: 'I squeezed the cloth. I am sorry. It was cloudy, and I was ashamed.',
    replies: [
      {
        author: 'kenji',
        hoursAfter: 0.6,
        body: 'Everybody squeezes it once. Use it for the miso soup, nobody sees through miso.',
      },
    ],
  },
  {
    post: 'dashi-in-three-ingredients',
    author: 'liam.ob',
    hoursAfter: 35,
    body: 'Does it keep? I would make it on Sunday for the week.',
    replies: [
      {
        author: 'kenji',
        hoursAfter: 3,
        body: 'Three days in the fridge. Past that, freeze it as ice cubes, and be the richest man in the building.',
      },
    ],
  },
  {
    post: 'jollof-diplomacy',
    author: 'yusuf_k',
    hoursAfter: 1.4,
    body: '"If you stir twice, it is porridge." I stirred twice. Can confirm.',
  },
  {
    post: 'jollof-diplomacy',
    author: 'priya-n',
    hoursAfter: 6,
    body: 'How many Scotch bonnets is courage, in numbers? I am asking for a friend who grew up on green chillies.',
    replies: [
      {
        author: 'tunde',
        hoursAfter: 1,
        body: 'Two for guests, four for family, six for people who have said something about Ghana.',
        replies: [
          {
            author: 'priya-n',
            hoursAfter: 0.4,
            body: 'Four, then. And my friend wants it noted that she was not sweating.',
          },
        ],
      },
    ],
  },
  {
    post: 'three-kilos-of-cabbage',
    author: 'theo.m',
    hoursAfter: 4.7,
    body: 'Which record, for the ten minutes? I feel that it matters.',
    replies: [
      {
        author: 'zofia.w',
        hoursAfter: 2.2,
        body: 'Side B of anything with an accordion.',
      },
    ],
  },
  {
    post: 'three-kilos-of-cabbage',
    author: 'oksana',
    hoursAfter: 24,
    body: "We put in cranberries, my aunt's side a whole apple. There are families that do not speak, as Yusuf would say.",
  },
  {
    post: 'menemen-and-the-onion',
    author: 'marisol',
    hoursAfter: 2.4,
    body: 'I made it with onion on Saturday and without on Sunday, in order to be fair. I prefer Sunday, but I liked the people better on Saturday.',
  },
  {
    post: 'menemen-and-the-onion',
    author: 'tunde',
    hoursAfter: 9,
    body: 'Half a million votes and even. You could not get a better result with a coin.',
    replies: [
      {
        author: 'yusuf_k',
        hoursAfter: 1.2,
        body: 'The coin would have caused fewer divorces.',
      },
    ],
  },
  {
    post: 'lu-rou-fan-for-a-wet-tuesday',
    author: 'kenji',
    hoursAfter: 3,
    body: 'Shallots the colour of a violin. I went one minute too far, to cello.',
    replies: [
      {
        author: 'meiling',
        hoursAfter: 0.8,
        body: 'Cello is still fine. Piano is when you start over.',
      },
    ],
  },
  {
    post: 'lunch-for-fourteen',
    author: 'liam.ob',
    hoursAfter: 1,
    body: 'Bread forgives everything, and Liam forgives you for always saying that it is two loaves. It is four now.',
  },
  {
    post: 'lunch-for-fourteen',
    author: 'leilani',
    hoursAfter: 4,
    body: 'I am the one who is merely suspicious of aubergines, and I feel seen.',
    replies: [
      {
        author: 'theo.m',
        hoursAfter: 0.7,
        body: 'You are respected. There is a bowl.',
      },
    ],
  },
  {
    post: 'rasam-debugged',
    author: 'meiling',
    hoursAfter: 1.9,
    body: 'Crushing the spices at the end! I have been making it wrong for six years, and being polite about it to myself.',
    replies: [
      {
        author: 'priya-n',
        hoursAfter: 0.8,
        body: 'Batch six. I went and sat on the balcony for a bit after batch six.',
      },
    ],
  },
  {
    post: 'rasam-debugged',
    author: 'ada',
    hoursAfter: 7,
    body: '"Enough." I laughed out loud on the tram. May she visit the studio?',
    replies: [
      {
        author: 'priya-n',
        hoursAfter: 2,
        body: 'She has already asked who makes the lentils, and whether he measures.',
        replies: [
          {
            author: 'theo.m',
            hoursAfter: 1.5,
            body: 'I shall hide the scale.',
          },
        ],
      },
    ],
  },
  {
    post: 'rasam-debugged',
    author: 'tunde',
    hoursAfter: 20,
    body: 'This is the best description of a bisect that I know. Nine runs, one variable at a time, and the fault was in the order.',
  },
]
