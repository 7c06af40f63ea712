/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { createServer, type Server } from 'node:http';

/**
 * The protocol of CodePipeline, Systems Manager, CodeBuild and Cost Explorer (AWS JSON 1.1) around whatever answers commands
 * by name, at once or later.
 */
export async function servePipeline(
  answer: (name: string, input: Record<string, any>) => unknown,
): Promise<{ url: string; close: () => void }> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.').pop()!;
      const input = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, any>;
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      void Promise.resolve()
        .then(() => answer(`${operation}Command`, input))
        .then((found) => response.end(JSON.stringify(found, epochSeconds)))
        .catch((error: Error) => {
          response.statusCode = 400;
          response.end(JSON.stringify({ __type: error.name, message: error.message }));
        });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** The protocol carries times as seconds; `this` still holds the date that `value` was. */
function epochSeconds(this: any, key: string, value: unknown): unknown {
  const raw = this[key] as unknown;
  return raw instanceof Date ? raw.getTime() / 1000 : value;
}
