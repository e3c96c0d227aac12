import { employee, type Row } from './world.ts'

/** Who may call the procedures of `employees`. */
export const authorization: Row[] = [
  { procedure: 'employees.byId', access: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.list', access: 'anyone', input: async () => ({}) },
  { procedure: 'employees.changes', access: 'anyone', input: async () => ({}) },
  { procedure: 'employees.roots', access: 'anyone', input: async () => ({}) },
  { procedure: 'employees.subordinates', access: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.ancestors', access: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.subtree', access: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.create', access: 'admin', input: async () => ({ name: 'Name' }) },
  {
    procedure: 'employees.update',
    access: 'admin',
    input: async (world) => ({ id: await employee(world), name: 'New' }),
  },
  {
    procedure: 'employees.move',
    access: 'admin',
    input: async (world) => ({ id: await employee(world), managerId: await employee(world) }),
  },
  { procedure: 'employees.delete', access: 'admin', input: async (world) => ({ id: await employee(world) }) },
]
