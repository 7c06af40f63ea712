/**
 * What a property of a resource can carry, as far as a proof cares. Everything that a reviewed type has and that no row
 * names carries nothing: it neither decides what runs nor who comes in. A property that the review did not see is not
 * `nothing` but unknown, and so is a type that nobody reviewed.
 */
export const KINDS = {
  /** The role (or instance profile) it runs as. */
  role: 'a role it runs as',
  /** Name or ARN of a bucket from which it runs code. */
  bucket: 'code of a bucket',
  /** Addresses of objects (`s3://…`, `https://….s3…`), alone or within arguments, from which it runs code. */
  url: 'code at an address',
  /** ARNs of objects that steer what runs; other strings are no content. */
  object: 'an object of a bucket',
  /** A container image. */
  image: 'a container image',
  /** A version of a Lambda layer. */
  layer: 'a layer',
  /** A machine image. */
  ami: 'a machine image',
  /** A document of Systems Manager, by name or ARN. */
  document: 'a document',
  /** A task, a job, a template of machines or a package of theirs, by name or ARN: what it says runs. */
  definition: 'what it runs by name',
  /** A file system that is mounted where code runs. */
  volume: 'a file system',
  /** Code, a definition or a template that stands in the template itself. */
  inline: 'code in the template',
  /** Commands that run there: like code, and what they fetch to run it counts too. */
  commands: 'commands that run there',
  /** What a program is called with: what it fetches to run it counts, and data that it names does not. */
  arguments: 'arguments of a program that runs there',
  /** What is handed to what the resource starts: arguments where that runs programs, else data. */
  input: 'what it hands over',
  /** What it starts; a document of Systems Manager runs as the role that starts it. */
  started: 'what it starts',
  /** Where it takes what it serves from. */
  origin: 'an origin that it serves',
  /** A function (or another resource) whose answer it acts on: authorizers, hooks, transformations, providers. */
  callee: 'a function whose answer it acts on',
  /** A resource policy; on which resource, `resource-policies.ts` knows, or else on the whole service (`service`). */
  policy: 'a policy',
  /** Accounts, ARNs, organizations or canonical users that it admits. */
  principals: 'principals it admits',
  /** The other end of a network path. */
  network: 'a network peer',
  /** Where data goes; nothing comes back. */
  out: 'a place where data goes',
  /** Data for the code that runs there, or for people: whatever it names, nothing rests on it. */
  data: 'data',
} as const;

/** One of the kinds. */
export type Kind = keyof typeof KINDS;

/** Paths of the properties of each kind, separated by spaces; lists and maps count as their entries. */
export type Row = Partial<Record<Kind, string>> & {
  /** Prefix of the service's actions, for a policy that stands on no resource of its own. */
  readonly service?: string;
  /** Properties that nobody can judge from a template: by path, why. Where one is given, it is unknown. */
  readonly told?: Readonly<Record<string, string>>;
  /** Why the type is unknown wherever it stands. */
  readonly whole?: string;
  /** People come in by it without an action of IAM; a snapshot does not say who. */
  readonly people?: string;
};

/** Rows by type name without the service; several names that share a row stand together, separated by spaces. */
export type Rows = Readonly<Record<string, Row>>;

/** The rows of one service by full type name. */
export function service(name: string, rows: Rows): [type: string, row: Row][] {
  return Object.entries(rows).flatMap(([names, row]) =>
    names.split(' ').map((one): [string, Row] => [`AWS::${name}::${one}`, row]),
  );
}
