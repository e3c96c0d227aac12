import { Button, Radio, Stack, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useState } from 'react'
import FormDialog from '../layout/form-dialog.tsx'
import { PersonFinder } from '../organization/person-finder.tsx'
import { byCursor, client, trpc } from '../trpc.ts'
import { Rows } from './rows.tsx'

type Employee = RouterOutputs['employees']['list']['items'][number]

/** The people of the org chart: add them, change them, delete them. */
export function Employees({ q }: { q: string }) {
  const options = trpc.employees.list.infiniteQueryOptions(q ? { q } : {}, byCursor)
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData })
  const [isAdding, setIsAdding] = useState(false)
  return (
    <>
      <Button mt="md" leftSection={<IconPlus size={16} />} onClick={() => setIsAdding(true)}>
        Add an employee
      </Button>
      <Rows
        query={query}
        what="employees"
        row={({ name, title }) => ({ name, details: title })}
        acts={{
          Edit: (employee, close) => <EmployeeDialog employee={employee} onClose={close} />,
          Delete: ({ id, name }, close) => (
            <FormDialog
              title={`Delete ${name}`}
              action="Delete"
              color="red.8"
              initial={{ subordinates: 'promote' as const }}
              save={({ subordinates }) => client.employees.delete.mutate({ id, subordinates })}
              onClose={close}
            >
              {(form) => (
                <Radio.Group label="People who report to them" {...form.getInputProps('subordinates')}>
                  <Stack gap="xs" mt="xs">
                    <Radio value="promote" label="Report to the next manager above" />
                    <Radio value="cascade" label="Are deleted too, with everybody below them" />
                    <Radio value="restrict" label="Must be none: else nothing is deleted" />
                  </Stack>
                </Radio.Group>
              )}
            </FormDialog>
          ),
        }}
      />
      {isAdding && <EmployeeDialog onClose={() => setIsAdding(false)} />}
    </>
  )
}

/** Changes an employee, or without one adds somebody. */
function EmployeeDialog({ employee, onClose }: { employee?: Employee; onClose: () => void }) {
  return (
    <FormDialog
      title={employee ? `Edit ${employee.name}` : 'Add an employee'}
      action="Save"
      initial={{ name: employee?.name ?? '', title: employee?.title ?? '', managerId: null as number | null }}
      save={({ name, title, managerId }) => {
        const input = { name, title: title.trim() || null }
        return employee
          ? client.employees.update.mutate({ ...input, id: employee.id, version: employee.version })
          : client.employees.create.mutate({ ...input, managerId })
      }}
      onClose={onClose}
    >
      {(form) => (
        <>
          <TextInput label="Name" maxLength={200} data-autofocus {...form.getInputProps('name')} />
          <TextInput label="Title" maxLength={200} {...form.getInputProps('title')} />
          {!employee && <PersonFinder label="Manager" keeps onFound={(id) => form.setFieldValue('managerId', id)} />}
        </>
      )}
    </FormDialog>
  )
}
