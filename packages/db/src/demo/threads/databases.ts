import type { DemoThread } from '../types.ts'

/** What was said under the posts of "Databases". */
export const databaseThreads: readonly DemoThread[] = [
  {
    post: 'index-is-a-promise',
    author: 'tunde',
    hoursAfter: 2.5,
    body: '"Like raisins" is going on the whiteboard. I have drawn that phone book at least thirty times and never had a word for the other case.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 1.2,
        body: 'You may have the raisins, if I may have your drawing of the phone book for the next newcomer.',
        replies: [
          {
            author: 'tunde',
            hoursAfter: 0.4,
            body: 'Done. It is on the wall by the left kettle.',
          },
        ],
      },
    ],
  },
  {
    post: 'index-is-a-promise',
    author: 'meiling',
    hoursAfter: 20,
    body: 'One addition: on a boolean, a partial index does help. `WHERE not shipped` over a table in which nearly everything is shipped is a tiny, very sorted list.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 3,
        body: 'True, and I should have said so. The promise about order still holds, it is just a promise about fewer rows.',
      },
    ],
  },
  {
    post: 'index-is-a-promise',
    author: 'yusuf_k',
    hoursAfter: 51,
    body: 'Does DESC in the index matter at all? I thought it can be walked in both directions.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 6,
        body: 'It can. It only matters when you mix directions, such as author ascending and time descending over many authors. For one author it is decoration, and I like my decorations to match the query.',
        replies: [
          {
            author: 'yusuf_k',
            hoursAfter: 1,
            body: 'So I may stop feeling bad about the forty I left out.',
            replies: [
              {
                author: 'meiling',
                hoursAfter: 2.2,
                body: 'Thirty-eight of them. I looked.',
              },
            ],
          },
        ],
      },
    ],
  },
  {
    post: 'pages-without-offset',
    author: 'kenji',
    hoursAfter: 4,
    body: 'The front end thanks you. Half of the "duplicate key" warnings in my console were rows which had slid onto the next page.',
  },
  {
    post: 'pages-without-offset',
    author: 'oksana',
    hoursAfter: 9.5,
    body: 'I test this by inserting a row between two page loads. It takes three lines, and every OFFSET implementation I have ever met fails it.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 2,
        body: 'That should be in the post. Two rows with the same timestamp, one new row in the middle, page size one.',
        replies: [
          {
            author: 'oksana',
            hoursAfter: 0.7,
            body: 'Page size one is the mean part. I approve.',
          },
        ],
      },
    ],
  },
  {
    post: 'pages-without-offset',
    author: 'priya-n',
    hoursAfter: 40,
    body: 'For the record, I once asked for page 57.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 0.5,
        body: 'You asked for the oldest invoice. I gave you a button which sorts the other way round.',
        replies: [
          {
            author: 'priya-n',
            hoursAfter: 0.3,
            body: 'And I have never been back to page 57. Fair.',
          },
        ],
      },
    ],
  },
  {
    post: 'one-writer-many-readers',
    author: 'liam.ob',
    hoursAfter: 3,
    body: '"Our disaster recovery plan is a file copy." Please tell me that it is not literally `cp` on a live file.',
    replies: [
      {
        author: 'tunde',
        hoursAfter: 1.1,
        body: 'It is the online backup, and then a copy of that, and then a restore to see that it opens. "File copy" had a better rhythm.',
        replies: [
          {
            author: 'liam.ob',
            hoursAfter: 0.6,
            body: 'My heart has started again, thank you.',
          },
        ],
      },
    ],
  },
  {
    post: 'one-writer-many-readers',
    author: 'søren',
    hoursAfter: 11,
    body: 'Number 3 got me in my second month. The constraint was in the schema, the test passed, and the rows were orphans.',
  },
  {
    post: 'one-writer-many-readers',
    author: 'meiling',
    hoursAfter: 30,
    body: 'How do you deal with a long report on the same file? Ours kept the WAL from being checkpointed and it grew to 6 GB.',
    replies: [
      {
        author: 'tunde',
        hoursAfter: 4,
        body: 'Reports read from a copy made at night. A reader who stays open for ten minutes is a guest who will not let you wash up.',
      },
    ],
  },
  {
    post: 'counting-queries',
    author: 'tunde',
    hoursAfter: 2,
    body: 'We took the eleven lines over to the other project on the same day. It found fourteen, and I had written four of them.',
  },
  {
    post: 'counting-queries',
    author: 'kenji',
    hoursAfter: 7.7,
    body: 'Does it count what happens inside a transaction, too? BEGIN and COMMIT made my numbers differ by two.',
    replies: [
      {
        author: 'meiling',
        hoursAfter: 1.5,
        body: 'I leave those out: anything that is not a statement of ours is not counted. Otherwise the test knows too much about plumbing.',
        replies: [
          {
            author: 'kenji',
            hoursAfter: 0.5,
            body: 'That explains my two. Thanks!',
          },
        ],
      },
    ],
  },
  {
    post: 'counting-queries',
    author: 'oksana',
    hoursAfter: 26,
    body: '"Constant is the property, four is a coincidence" is the best sentence on testing that anyone has published here, and I am saying so as the competition.',
  },
  {
    post: 'walking-the-org-chart',
    author: 'yusuf_k',
    hoursAfter: 5,
    body: 'We had the Ana and Bo problem for real, last spring. The page did not crash, it just never finished. The logs showed one query, with a duration of "still going".',
    replies: [
      {
        author: 'ada',
        hoursAfter: 1.7,
        body: 'Was it two moves at once, or one?',
        replies: [
          {
            author: 'yusuf_k',
            hoursAfter: 0.8,
            body: 'Two! Within the same second, by two people who were on the phone with each other, discussing the reorganisation.',
            replies: [
              {
                author: 'ada',
                hoursAfter: 0.3,
                body: 'I could not have invented that. May I use it in the talk?',
              },
            ],
          },
        ],
      },
    ],
  },
  {
    post: 'walking-the-org-chart',
    author: 'tunde',
    hoursAfter: 18,
    body: 'UNION instead of UNION ALL also stops the cycle, as long as you do not carry a depth along, because a row that is there already is not added again.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 3.5,
        body: 'Right, and the moment somebody adds the depth column for indenting, it silently stops protecting you. This is why I would rather guard the data.',
      },
    ],
  },
  {
    post: 'walking-the-org-chart',
    author: 'priya-n',
    hoursAfter: 47,
    body: 'As the person who asks for "everyone under Beatriz": I am glad that it is one query, and I did not need to know more, but I read it to the end anyway.',
  },
  {
    post: 'migrations-nobody-notices',
    author: 'meiling',
    hoursAfter: 2.6,
    body: 'Step 3 deserves its own post. "Small batches with a pause" hides a lot: what is small, how do you resume, and how do you know that you are done?',
    replies: [
      {
        author: 'tunde',
        hoursAfter: 2.2,
        body: 'By primary key range, a thousand at a time, last key in a little table. Done is when a count of the rows where the two columns differ says zero, twice, an hour apart.',
        replies: [
          {
            author: 'meiling',
            hoursAfter: 0.4,
            body: 'That is the post. Write it!',
          },
        ],
      },
    ],
  },
  {
    post: 'migrations-nobody-notices',
    author: 'liam.ob',
    hoursAfter: 14,
    body: "lock_timeout saved us on Monday. The migration gave up four times behind somebody's spreadsheet export, and nobody knew except the log.",
  },
  {
    post: 'migrations-nobody-notices',
    author: 'søren',
    hoursAfter: 60,
    body: 'Nine days to rename a column. I am going to print this out for the next person who says that naming does not matter.',
  },
  {
    post: 'null-is-not-a-value',
    author: 'ada',
    hoursAfter: 1.5,
    body: 'The NOT IN line should be printed on mugs.',
    replies: [
      {
        author: 'oksana',
        hoursAfter: 0.8,
        body: 'I asked for a price. The mug would need to be rather tall.',
      },
    ],
  },
  {
    post: 'null-is-not-a-value',
    author: 'tunde',
    hoursAfter: 8,
    body: 'In PostgreSQL `IS DISTINCT FROM` gives the answer that people expect of `<>`. Verbose, but no shrug.',
    replies: [
      {
        author: 'oksana',
        hoursAfter: 5,
        body: 'And `IS NOT DISTINCT FROM` wins the prize for an operator that I need to read three times.',
        replies: [
          {
            author: 'søren',
            hoursAfter: 2,
            body: 'SQLite just lets you write `IS` between any two values. It is the one place where the small one is more pleasant than the big one.',
          },
        ],
      },
    ],
  },
  {
    post: 'null-is-not-a-value',
    author: 'priya-n',
    hoursAfter: 33,
    body: 'Found one this morning with your third check: customers "not in the newsletter" excluded everybody who had never been asked. Fixed, with politeness.',
  },
  {
    post: 'inside-out-plans',
    author: 'ada',
    hoursAfter: 3.3,
    body: 'I had no idea that an index on an expression also brings statistics along. Twenty years, and I thought I only got the sorted list.',
    replies: [
      {
        author: 'meiling',
        hoursAfter: 1.9,
        body: 'You need to run ANALYZE after creating it, or you wait for the automatic one. I once concluded that it "did nothing", and went to lunch, and after lunch it was fast.',
        replies: [
          {
            author: 'ada',
            hoursAfter: 0.6,
            body: 'Lunch-driven tuning.',
          },
        ],
      },
    ],
  },
  {
    post: 'inside-out-plans',
    author: 'yusuf_k',
    hoursAfter: 12,
    body: '"A bet made on numbers" has changed how I talk about this with the team. We now ask which number was wrong, and not who wrote the query.',
  },
  {
    post: 'many-to-many-is-a-noun',
    author: 'søren',
    hoursAfter: 2.8,
    body: 'Our worst one was `user_user`. It took us until autumn to admit that it was "follows", and that it had a direction.',
    replies: [
      {
        author: 'ada',
        hoursAfter: 1,
        body: 'Two columns called user_id_1 and user_id_2?',
        replies: [
          {
            author: 'søren',
            hoursAfter: 0.3,
            body: 'I would rather not say.',
            replies: [
              {
                author: 'oksana',
                hoursAfter: 1.4,
                body: 'I would. Yes.',
              },
            ],
          },
        ],
      },
    ],
  },
  {
    post: 'many-to-many-is-a-noun',
    author: 'tunde',
    hoursAfter: 10,
    body: 'I have started to say the row out loud in reviews: "Funmi enrolled in Chemistry on Monday." If the sentence needs a verb that is not in the schema, something is missing.',
  },
  {
    post: 'many-to-many-is-a-noun',
    author: 'meiling',
    hoursAfter: 28,
    body: 'Just checked: three link tables with no index in the other direction. Four lines, one afternoon saved for someone I shall never meet.',
  },
  {
    post: 'restores-not-backups',
    author: 'tunde',
    hoursAfter: 1.4,
    body: '"The silence had a texture to it." I was in that meeting. It was corduroy.',
  },
  {
    post: 'restores-not-backups',
    author: 'ada',
    hoursAfter: 5,
    body: 'How do you compare counts, when production has moved on since the backup was made?',
    replies: [
      {
        author: 'liam.ob',
        hoursAfter: 1.2,
        body: 'Within a tolerance per table, from how much it normally grows in a day. It is crude. It would have caught the month in which one table was skipped altogether.',
        replies: [
          {
            author: 'ada',
            hoursAfter: 0.6,
            body: 'Crude and weekly beats subtle and never.',
          },
        ],
      },
    ],
  },
  {
    post: 'restores-not-backups',
    author: 'oksana',
    hoursAfter: 22,
    body: 'I volunteer to be the person who did not write the steps. I am very good at not knowing things.',
    replies: [
      {
        author: 'liam.ob',
        hoursAfter: 2,
        body: 'Monday at ten. I shall sit on my hands, as promised.',
      },
    ],
  },
]
