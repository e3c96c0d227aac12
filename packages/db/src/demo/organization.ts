import type { DemoEmployee } from './types.ts'

const engineering: DemoEmployee = {
  name: 'Rafael Monteiro',
  title: 'Chief Technology Officer',
  reports: [
    {
      name: 'Ingrid Solheim',
      title: 'Director of Platform',
      reports: [
        {
          name: 'Kwabena Mensah',
          title: 'Lead Database Engineer',
          reports: [
            { name: 'Aylin Demir', title: 'Database Engineer' },
            { name: 'Pavel Novotný', title: 'Database Engineer' },
          ],
        },
        {
          name: 'Siobhán Daly',
          title: 'Lead Reliability Engineer',
          reports: [
            { name: 'Minh Trần', title: 'Reliability Engineer' },
            { name: 'Grace Mwangi', title: 'Reliability Engineer' },
          ],
        },
        { name: 'Émile Girard', title: 'Security Engineer' },
      ],
    },
    {
      name: 'Arjun Mehta',
      title: 'Director of Product Engineering',
      reports: [
        {
          name: 'Hanna Virtanen',
          title: 'Lead Web Engineer',
          reports: [
            { name: 'Diego Fuentes', title: 'Senior Web Engineer' },
            { name: 'Nour Haddad', title: 'Web Engineer' },
            { name: 'Joon-ho Park', title: 'Web Engineer' },
          ],
        },
        {
          name: 'Beatriz Carvalho',
          title: 'Lead Quality Engineer',
          reports: [
            { name: 'Tomasz Zieliński', title: 'Quality Engineer' },
            { name: 'Leila Farahani', title: 'Quality Engineer' },
          ],
        },
      ],
    },
  ],
}

const design: DemoEmployee = {
  name: 'Yara Benali',
  title: 'Head of Design',
  reports: [
    {
      name: 'Lucía Ferrer',
      title: 'Principal Product Designer',
      reports: [
        { name: 'Owen Hughes', title: 'Product Designer' },
        { name: 'Zanele Khumalo', title: 'Product Designer' },
      ],
    },
    { name: 'Sakura Ito', title: 'User Researcher' },
    { name: 'Matteo Ricci', title: 'Illustrator' },
  ],
}

const customers: DemoEmployee = {
  name: 'Chinedu Eze',
  title: 'Head of Customers',
  reports: [
    {
      name: 'Fiona MacLeod',
      title: 'Support Manager',
      reports: [
        { name: 'Ravi Perera', title: 'Support Specialist' },
        { name: 'Agnieszka Lis', title: 'Support Specialist' },
        { name: 'Samuel Okafor', title: 'Support Specialist' },
      ],
    },
    { name: 'Noémie Laurent', title: 'Account Manager' },
    { name: 'Henrik Bergström', title: 'Account Manager' },
  ],
}

const operations: DemoEmployee = {
  name: 'Anneke de Vries',
  title: 'Chief Operating Officer',
  reports: [
    {
      name: 'Luis Ortega',
      title: 'Finance Manager',
      reports: [
        { name: 'Mei Tanaka', title: 'Accountant' },
        { name: 'Bilal Rahman', title: 'Payroll Specialist' },
      ],
    },
    { name: 'Katarína Horváthová', title: 'People Manager' },
    { name: 'George Papadakis', title: 'Office Manager' },
  ],
}

/** The org charts: a company five levels deep and the small trust that looks after its garden. */
export const demoOrganization: readonly DemoEmployee[] = [
  {
    name: 'Margaret Osei',
    title: 'Chief Executive Officer',
    reports: [engineering, design, customers, operations],
  },
  {
    name: 'Walter Brandt',
    title: 'Director, Garden Trust',
    reports: [
      { name: 'Isla Robertson', title: 'Head Gardener' },
      { name: 'Joaquín Vidal', title: 'Volunteer Coordinator' },
    ],
  },
]
