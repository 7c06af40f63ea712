import { catalogue, isWriteClass } from '../../iam';
import { isObject } from '../assembly/template';
import { canonical } from './statement';
import { part, without, type Json } from './stacks';

/**
 * A part of the machinery that may differ from what the package makes, since the theorems judge it for themselves or
 * nothing that they say rests on it.
 */
export interface FreePart {
  /** Names it in tests. */
  readonly id: string;
  /** Why a difference there is harmless, or is seen elsewhere. */
  readonly why: string;
  /** Types of resources that it is about; absent for all. */
  readonly types?: readonly string[];
  /**
   * The resource with that part as the package makes it, where the difference is of the harmless kind; else as it is.
   */
  readonly freed: (got: Json, wanted: Json) => Json;
}

/** Takes a property from what is wanted, where the two values are in the given relation. */
function property(name: string, harmless: (got: unknown, wanted: unknown) => boolean) {
  return (got: Json, wanted: Json): Json => {
    const [own, made] = [part(got, 'Properties'), part(wanted, 'Properties')];
    if (!harmless(own[name], made[name])) return got;
    const rest = without(own, name);
    return { ...got, Properties: made[name] === undefined ? rest : { ...rest, [name]: made[name] } };
  };
}

const always = (): boolean => true;

/** A policy document, whether it stands as an object or as JSON. */
function documentOf(value: unknown): Json | undefined {
  if (typeof value !== 'string') return isObject(value) ? value : undefined;
  try {
    const read: unknown = JSON.parse(value);
    return isObject(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function statementsOf(document: Json | undefined): unknown[] {
  return [document?.Statement ?? []].flat();
}

/** Written out with its lists in order, since their order means nothing in a statement. */
function normal(statement: unknown): string {
  if (!isObject(statement)) return canonical(statement);
  const sorted = (value: unknown): unknown =>
    Array.isArray(value) && value.every((each) => typeof each === 'string') ? [...new Set(value)].sort() : value;
  return canonical(Object.fromEntries(Object.entries(statement).map(([key, value]) => [key, sorted(value)])));
}

/** A Deny that stands there in any case and in full: it takes away, whatever it says. */
function isDeny(statement: unknown): boolean {
  return isObject(statement) && statement.Effect === 'Deny' && !canonical(statement).includes('"Fn::If"');
}

/** The same document with more denied in it. */
export function deniesMore(got: unknown, wanted: unknown): boolean {
  const [own, made] = [documentOf(got), documentOf(wanted)];
  if (!own || !made || own.Version !== made.Version) return false;
  const kept = new Set(statementsOf(made).map(normal));
  const added = statementsOf(own).filter((each) => !kept.delete(normal(each)));
  return kept.size === 0 && added.every(isDeny);
}

/** An action by its exact name that the catalogue, as corrected, takes for a plain read. */
function isPlainRead(action: unknown): boolean {
  const found = typeof action === 'string' ? catalogue().find(action) : undefined;
  return found !== undefined && !isWriteClass(found.class);
}

/** Where a statement denies all but a list, the list may have more plain reads in it. */
function readsMore(got: unknown, wanted: unknown): unknown {
  if (!isObject(got) || !isObject(wanted)) return got;
  const [own, made] = [got.NotAction, wanted.NotAction];
  if (!Array.isArray(own) || !Array.isArray(made)) return got;
  const complete = made.every((each) => own.includes(each));
  const harmless = own.every((each) => made.includes(each) || isPlainRead(each));
  return complete && harmless ? { ...got, NotAction: made } : got;
}

/** A control policy that denies more, or leaves more plain reads to people. */
export function controlsEnough(got: unknown, wanted: unknown): boolean {
  const [own, made] = [documentOf(got), documentOf(wanted)];
  if (!own || !made) return false;
  const statements = statementsOf(made);
  const Statement = statementsOf(own).map((each, index) => readsMore(each, statements[index]));
  return deniesMore({ ...own, Statement }, made);
}

/** A further approval: one more person must agree, and the gate asks for its own as before. */
function isManualApproval(action: unknown): boolean {
  const { Category, Owner, Provider, Version, ...rest } = part(action, 'ActionTypeId');
  const manual = Category === 'Approval' && Owner === 'AWS' && Provider === 'Manual' && Version === '1';
  return manual && Object.keys(rest).length === 0 && !canonical(action).includes('"Fn::If"');
}

/** A stage of nothing but manual approvals, with more of them. */
function approvesMore(got: unknown, wanted: unknown): boolean {
  if (!isObject(got) || !isObject(wanted) || !Array.isArray(got.Actions) || !Array.isArray(wanted.Actions))
    return false;
  const { Actions: own, ...rest } = got;
  const { Actions: made, ...others } = wanted;
  const kept = new Set(made.map(canonical));
  const added = own.filter((each) => !kept.delete(canonical(each)));
  return canonical(rest) === canonical(others) && kept.size === 0 && [...made, ...added].every(isManualApproval);
}

function stages(got: unknown, wanted: unknown): boolean {
  if (!Array.isArray(got) || !Array.isArray(wanted) || got.length !== wanted.length) return false;
  return got.every((each, index) => canonical(each) === canonical(wanted[index]) || approvesMore(each, wanted[index]));
}

/** The reviewed list; a test for each plants a harmful difference in the same place. */
export const FREE_PARTS: readonly FreePart[] = [
  {
    id: 'tags',
    why: 'Tags are read where policies ask for them; the package asks for none.',
    freed: property('Tags', always),
  },
  {
    id: 'description',
    why: 'People read it.',
    freed: property('Description', always),
  },
  {
    id: 'control-policy-denies-more',
    why: 'A Deny takes away; a plain read that a ceiling leaves to people is what ceiling-holds-for-any-role admits.',
    types: ['AWS::Organizations::Policy'],
    freed: property('Content', controlsEnough),
  },
  {
    id: 'permission-set',
    why: 'What people may do is what the theorems search through, whoever wrote it.',
    types: ['AWS::SSO::PermissionSet'],
    freed: (got, wanted) =>
      [
        'InlinePolicy',
        'ManagedPolicies',
        'CustomerManagedPolicyReferences',
        'SessionDuration',
        'RelayStateType',
      ].reduce((freed, name) => property(name, always)(freed, wanted), got),
  },
  {
    id: 'more-approvals',
    why: 'One more manual approval beside the others stops a release once more and lets none pass.',
    types: ['AWS::CodePipeline::Pipeline'],
    freed: property('Stages', stages),
  },
  {
    id: 'resource-policy-denies-more',
    why: 'A Deny takes away; who can no longer reach a store fails, and a release with it.',
    types: ['AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'],
    freed: property('PolicyDocument', deniesMore),
  },
  {
    id: 'logs-kept-longer',
    why: 'No theorem speaks of logs, and longer keeps what was there.',
    types: ['AWS::Logs::LogGroup'],
    freed: property('RetentionInDays', (got, wanted) => got === undefined || Number(got) >= Number(wanted)),
  },
  {
    id: 'more-memory',
    why: 'A handler with more memory does the same.',
    types: ['AWS::Lambda::Function'],
    freed: property('MemorySize', (got, wanted) => Number(got) >= Number(wanted ?? 128)),
  },
];

/** A resource with its free parts as the package makes them. */
export function freed(got: Json, wanted: Json): Json {
  return FREE_PARTS.filter(({ types }) => types === undefined || types.includes(String(wanted.Type))).reduce(
    (resource, { freed: free }) => free(resource, wanted),
    got,
  );
}
