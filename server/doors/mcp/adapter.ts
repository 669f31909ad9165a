import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  type CallToolResult,
} from '@modelcontextprotocol/sdk/types.js'
import type { Tool } from './tool.ts'

// The only file that knows the protocol's library.

const instructions =
  'Kolo is a CRM. Ask describe first: it tells what this user may see and how values are written. Money is {amount:"1234.50",currency:"UAH"}, dates are YYYY-MM-DD, references are ids.'

export type Served = {
  tools: readonly Tool[]
  troubleOf(error: unknown): Record<string, unknown>
}

const text = (value: unknown) => [{ type: 'text' as const, text: JSON.stringify(value) ?? 'null' }]

async function call({ tools, troubleOf }: Served, name: string, input: unknown): Promise<CallToolResult> {
  const tool = tools.find((t) => t.name === name)
  if (!tool)
    return {
      isError: true,
      content: text({ error: 'missing', message: `There is no tool ${name}, or this user may not use it.` }),
    }
  try {
    return { content: text(await tool.run(input)) }
  } catch (error) {
    return { isError: true, content: text(troubleOf(error)) }
  }
}

/** Answers one request of the streamable HTTP transport: nothing is kept between requests. */
export async function answer(request: Request, served: Served): Promise<Response> {
  const server = new Server({ name: 'kolo', version: '1' }, { capabilities: { tools: {} }, instructions })
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: served.tools.map(({ name, title, description, input, effect }) => ({
      name,
      title,
      description,
      inputSchema: input() as { type: 'object' },
      annotations: {
        readOnlyHint: effect === 'read',
        destructiveHint: effect === 'remove',
        openWorldHint: false,
      },
    })),
  }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => call(served, params.name, params.arguments))
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await server.connect(transport)
  try {
    return await transport.handleRequest(request)
  } finally {
    await server.close()
  }
}
