/** A value of an answer of the Query protocol. */
export type Xml =
  | string
  | number
  | boolean
  | undefined
  | Date
  | readonly Xml[]
  | ReadonlyMap<string, Xml>
  | { readonly [name: string]: Xml };

/** Writes a value as the Query protocol does: lists as members, maps as entries. */
export function xml(value: Xml): string {
  if (value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((one: Xml) => `<member>${xml(one)}</member>`).join('');
  if (value instanceof Map)
    return [...(value as Map<string, Xml>)].map(([key, one]) => `<entry>${xml({ key, value: one })}</entry>`).join('');
  if (typeof value === 'object')
    return Object.entries(value as Record<string, Xml>)
      .map(([name, one]) => (one === undefined ? '' : `<${name}>${xml(one)}</${name}>`))
      .join('');
  return String(value).replace(/[<>&]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[sign]!);
}

/** An answer of the Query protocol. */
export function queryAnswer(operation: string, result: Xml): string {
  const inner = `<${operation}Result>${xml(result)}</${operation}Result>`;
  return `<${operation}Response>${inner}<ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></${operation}Response>`;
}

/** A refusal in the Query protocol. */
export function queryRefusal(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type>${xml({ Code: code, Message: message })}</Error><RequestId>0</RequestId></ErrorResponse>`;
}
