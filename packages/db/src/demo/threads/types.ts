import type { DemoThread } from '../types.ts'

/** What was said under the posts of "Type Systems". */
export const typeThreads: readonly DemoThread[] = [
  {
    post: 'illegal-states',
    author: 'kenji',
    hoursAfter: 2.7,
    body: 'Twelve useless states out of sixteen. I counted ours: five booleans, thirty-two, five useful. I am going to lie down.',
  },
  {
    post: 'illegal-states',
    author: 'marisol',
    hoursAfter: 9,
    body: 'The seamstress line should be the title.',
    replies: [
      {
        author: 'søren',
        hoursAfter: 1.8,
        body: 'My grandmother would have asked for a fee.',
      },
    ],
  },
  {
    post: 'ids-with-a-surname',
    author: 'ada',
    hoursAfter: 1.9,
    body: 'Does it get in the way in tests? I write `7` a lot.',
    replies: [
      {
        author: 'søren',
        hoursAfter: 2.3,
        body: 'A helper called `userId(7)` in the test folder, and that is the one place that casts. You get used to it after an hour.',
        replies: [
          {
            author: 'ada',
            hoursAfter: 0.5,
            body: 'One hour of irritation against a month of removing strangers from teams. Sold.',
          },
        ],
      },
    ],
  },
  {
    post: 'ids-with-a-surname',
    author: 'oksana',
    hoursAfter: 17,
    body: 'That bug was mine to find, and I did not find it, because in the test data each team had a single member with the same number. Since then my fixtures begin their ids at different hundreds.',
    replies: [
      {
        author: 'søren',
        hoursAfter: 1.2,
        body: 'This is at least as good as the brand, and it works in every language.',
      },
    ],
  },
  {
    post: 'inference-is-design',
    author: 'søren',
    hoursAfter: 3.2,
    body: '"What does this type follow from?" is a better review question than any I have. I am taking it.',
  },
  {
    post: 'inference-is-design',
    author: 'tunde',
    hoursAfter: 10,
    body: 'Eleven red files in the order I should fix them is exactly how it feels. My old editor showed me two and let production find the rest.',
  },
  {
    post: 'inference-is-design',
    author: 'meiling',
    hoursAfter: 33,
    body: 'The three places where you do write them by hand are the useful part, I think. I have seen people infer everything and then be unable to read their own errors.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 6,
        body: 'I was one of those people. For about a year. There were angle brackets on the ceiling.',
      },
    ],
  },
  {
    post: 'in-praise-of-satisfies',
    author: 'søren',
    hoursAfter: 0.9,
    body: 'Passport control and name tag. I had been searching for that for two years.',
  },
  {
    post: 'in-praise-of-satisfies',
    author: 'leilani',
    hoursAfter: 23,
    body: 'I do not write any TypeScript, and I understood this. Is it what happened to the spacing names?',
    replies: [
      {
        author: 'kenji',
        hoursAfter: 1.7,
        body: 'It is exactly what happened to the spacing names. There was an `extraLrage` for five months, and it was your gap of zero pixels.',
        replies: [
          {
            author: 'leilani',
            hoursAfter: 0.3,
            body: 'I KNEW it.',
          },
        ],
      },
    ],
  },
  {
    post: 'the-case-you-forgot',
    author: 'yusuf_k',
    hoursAfter: 4,
    body: 'We keep the throw, too, even though it "cannot happen", since the other service was deployed first and had a new state. It happened on day one.',
    replies: [
      {
        author: 'søren',
        hoursAfter: 1.1,
        body: 'Exactly why it throws and does not just satisfy the compiler. Types end at the network.',
      },
    ],
  },
  {
    post: 'parse-at-the-door',
    author: 'søren',
    hoursAfter: 2.4,
    body: 'My mother has the same rule for shoes. I had never thought of her as a type checker, and now I cannot think of anything else.',
  },
  {
    post: 'parse-at-the-door',
    author: 'oksana',
    hoursAfter: 11,
    body: 'Your own database as a guest: we found rows from 2019 with a country of "??". They walked through four layers of trust and came out on an invoice.',
    replies: [
      {
        author: 'meiling',
        hoursAfter: 1.6,
        body: 'What did the customer say?',
        replies: [
          {
            author: 'oksana',
            hoursAfter: 0.7,
            body: 'They thought it was a question, and answered it. Very politely.',
          },
        ],
      },
    ],
  },
  {
    post: 'variance-vending-machines',
    author: 'kenji',
    hoursAfter: 1.5,
    body: 'Cheese among the apples! I have spent an afternoon on precisely that cheese.',
  },
  {
    post: 'variance-vending-machines',
    author: 'priya-n',
    hoursAfter: 7,
    body: 'I have nodded at these two words in meetings for ten years. Thank you, and please tell nobody.',
    replies: [
      {
        author: 'søren',
        hoursAfter: 0.6,
        body: 'The comments are public, Priya.',
        replies: [
          {
            author: 'priya-n',
            hoursAfter: 0.2,
            body: 'Oh no.',
          },
        ],
      },
    ],
  },
  {
    post: 'variance-vending-machines',
    author: 'theo.m',
    hoursAfter: 30,
    body: 'So my type drawer, in which I both put and find letters, must be exactly a type drawer. It is reassuring that the theory agrees.',
  },
]
