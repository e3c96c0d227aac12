import { execFile } from 'node:child_process'
import { chownSync, cpSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import dockerignore from '@balena/dockerignore'
import { Cmd, Copy, DockerfileParser, Env, From, type Instruction } from 'dockerfile-ast'

/** The numeric id of the user `node` in the official images. */
export const NODE_USER = 1000

/** The image of a Dockerfile: a root folder, and how to start a process in it. */
export interface Image {
  root: string
  env: Record<string, string>
  workdir: string
  user: string
  command: string[]
  healthcheck: string[]
}

/**
 * Executes the steps of a Dockerfile as far as this is possible without containers. Each stage has a folder below `folder`
 * as its `/`. The base image is this machine with a copy of the current Node. No `RUN` may use an absolute path.
 *
 * @param context the folder that `COPY` copies from, except for the files that its `.dockerignore` names.
 * @param variables for the processes of `RUN`.
 */
export async function buildImage(context: string, folder: string, variables: NodeJS.ProcessEnv): Promise<Image> {
  const dockerfile = DockerfileParser.parse(readFileSync(join(context, 'Dockerfile'), 'utf8'))
  const stages = new Map<string, Image>()
  let image = baseImage(folder)
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction instanceof From) {
      const name = instruction.getBuildStage() ?? 'final'
      image = baseImage(join(folder, name))
      stages.set(name, image)
    } else if (instruction instanceof Copy) copy(instruction, image, stages, context)
    else await execute(instruction, image, variables)
  }
  return image
}

function baseImage(root: string): Image {
  const node = join(root, 'usr/local/bin/node')
  mkdirSync(dirname(node), { recursive: true })
  cpSync(process.execPath, node)
  return { root, env: {}, workdir: '/', user: 'root', command: [], healthcheck: [] }
}

async function execute(instruction: Instruction, image: Image, variables: NodeJS.ProcessEnv): Promise<void> {
  const text = instruction.getArgumentsContent() ?? ''
  if (instruction instanceof Cmd) image.command = instruction.getJSONStrings().map((one) => one.getJSONValue())
  else if (instruction instanceof Env)
    for (const property of instruction.getProperties()) image.env[property.getName()] = property.getValue() ?? ''
  else
    switch (instruction.getKeyword()) {
      case 'WORKDIR':
        image.workdir = text
        mkdirSync(join(image.root, text), { recursive: true })
        break
      case 'RUN':
        await promisify(execFile)('/bin/sh', ['-c', text], {
          cwd: join(image.root, image.workdir),
          env: { ...variables, ...image.env },
          maxBuffer: 1e8,
        })
        break
      case 'USER':
        image.user = text
        break
      case 'HEALTHCHECK':
        image.healthcheck = JSON.parse(text.slice(text.indexOf('[')))
        break
      case 'VOLUME':
      case 'EXPOSE':
        break
      default:
        throw new Error(`The test does not know how to execute ${instruction.getKeyword()}`)
    }
}

function copy(instruction: Copy, image: Image, stages: Map<string, Image>, context: string): void {
  const flag = (name: string) =>
    instruction
      .getFlags()
      .find((one) => one.getName() === name)
      ?.getValue()
  const from = flag('from')
  const [source = '', target = ''] = instruction.getArguments().map((argument) => argument.getValue())
  const path = join(image.root, target.startsWith('/') ? target : join(image.workdir, target))
  if (from) {
    const stage = stages.get(from)
    if (!stage) throw new Error(`There is no stage ${from}`)
    cpSync(join(stage.root, source), path, { recursive: true })
  } else {
    const ignored = dockerignore.default().add(readFileSync(join(context, '.dockerignore'), 'utf8'))
    const filter = (file: string) => file === context || !ignored.ignores(relative(context, file))
    cpSync(join(context, source), path, { recursive: true, filter })
  }
  if (flag('chown') === 'node:node' && process.getuid?.() === 0) chownSync(path, NODE_USER, NODE_USER)
}
