import { Text } from '../value';

const BASE64 = /^[A-Za-z0-9+/]{16,}={0,2}$/;

/** Scripts may stand in a template as CloudFormation hands them on, in base64; where they do, what they say counts. */
export function decoded(text: Text): Text {
  const written = text.exact ? text.pattern.replace(/\s/g, '') : '';
  if (!BASE64.test(written) || written.length % 4 !== 0) return text;
  const plain = Buffer.from(written, 'base64').toString('utf8');
  return isReadable(plain) ? new Text([plain], text.of) : text;
}

function isReadable(text: string): boolean {
  return !/[^\t\n\r\x20-\x7e]/.test(text);
}
