/** An answer of a function behind a URL. */
export interface Called {
  readonly status: number;
  readonly text: string;
}

/** Where the emulator answers for a function URL, whose host it cannot own. */
export function emulatedUrl(emulator: string, url: string): string {
  const [, id] = /^https:\/\/(\w+)\.lambda-url\./.exec(url) ?? [];
  if (!id) throw new Error(`${url} is no function URL.`);
  return `${emulator}/_aws/lambda-url/${id}/`;
}

/** Calls it; the emulator asks for a signature and does not verify it. */
export async function callUrl(emulator: string, url: string, body?: object, signed = true): Promise<Called> {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=333333333333/20261127/eu-west-2/lambda/aws4_request, SignedHeaders=host, Signature=0';
  const headers = { 'content-type': 'application/json', ...(signed ? { authorization } : {}) };
  const how = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(emulatedUrl(emulator, url), how);
  return { status: answer.status, text: await answer.text() };
}
