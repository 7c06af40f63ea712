/** Properties of a resource as its template has them. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource of a finished template: every token resolved, every override applied. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Properties;
  readonly deletionPolicy?: unknown;
  readonly updateReplacePolicy?: unknown;
}

/** A finished template, as far as the fence reads it. */
export interface Template {
  readonly Resources?: Readonly<Record<string, unknown>>;
  readonly Transform?: unknown;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, { readonly Export?: { readonly Name?: unknown } }>>;
}

/** What stands against a template: which resource, or the whole where there is none, and what would be right. */
export interface Problem {
  readonly resource?: string;
  readonly problem: string;
  /** It is about data that would be lost, which a workload may say is not worth keeping. */
  readonly data?: boolean;
}

interface RawResource {
  readonly Type?: unknown;
  readonly Properties?: Properties;
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
}

/** The resources of a template. A loop (`Fn::ForEach::…`) is none: it has no type. */
export function resourcesOf({ Resources = {} }: Template): Resource[] {
  return Object.entries(Resources).map(([id, value]) => {
    const raw = (isObject(value) ? value : {}) as RawResource;
    return {
      id,
      type: typeof raw.Type === 'string' ? raw.Type : '',
      properties: isObject(raw.Properties) ? raw.Properties : {},
      deletionPolicy: raw.DeletionPolicy,
      updateReplacePolicy: raw.UpdateReplacePolicy,
    };
  });
}

/** Whether a value is an object with names. */
export function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The function of an intrinsic such as `{ Ref: 'X' }` and what it is given. */
export function intrinsicOf(value: unknown): readonly [string, unknown] | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const [name] = entries[0] ?? [''];
  return entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::')) ? entries[0] : undefined;
}

/** Whether something is changed at deployment by a macro, however deep it stands. */
export function isTransformed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, 'Fn::Transform') || Object.values(value).some(isTransformed);
}

/** A value as text: joined pieces in a row, references as `${X}`; what is no text is `${}`. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, given] = intrinsicOf(value) ?? [];
  if (name === 'Ref') return `\${${String(given)}}`;
  if (name === 'Fn::Sub') return textOf(Array.isArray(given) ? (given as unknown[])[0] : given);
  if (name === 'Fn::Join' && Array.isArray(given) && Array.isArray(given[1]))
    return (given[1] as unknown[]).map(textOf).join(String(given[0]));
  return '${}';
}
