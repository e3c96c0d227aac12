import { employee, type Row } from '../authorization-world.ts'

/** Who may call the procedures of `employees`. */
export const authorization: Row[] = [
  { procedure: 'employees.byId', who: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.list', who: 'anyone', input: async () => ({}) },
  { procedure: 'employees.roots', who: 'anyone', input: async () => ({}) },
  { procedure: 'employees.subordinates', who: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.ancestors', who: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.subtree', who: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.create', who: 'service', input: async () => ({ name: 'Name' }) },
  {
    procedure: 'employees.update',
    who: 'service',
    input: async (world) => ({ id: await employee(world), name: 'New' }),
  },
  {
    procedure: 'employees.move',
    who: 'service',
    input: async (world) => ({ id: await employee(world), managerId: await employee(world) }),
  },
  { procedure: 'employees.delete', who: 'service', input: async (world) => ({ id: await employee(world) }) },
]
