/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import type { Wanted } from './cloudformation/kinds/kind';
import { Authorizer, type Question } from './iam/authorize';
import { type Document, IdentityStore } from './iam/store';
import type { Organization } from './organization';
import { type Principal, Sessions } from './principals';
import { Refusal } from './refusal';

/** A bucket: whose it is, and the key that its objects are encrypted with. */
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly key: string | undefined;
  /** One key of the bucket's own stands between, for all objects. */
  readonly bucketKey: boolean;
}

/** A key of KMS. */
export interface Key {
  readonly arn: string;
  readonly account: string;
  policy: Document;
  readonly aliases: Set<string>;
}

/** Whoever does something by itself when a resource of a type is made, changed or deleted. */
export interface Heeding {
  readonly put: (wanted: Wanted) => void;
  readonly remove: (wanted: Wanted) => void;
}

/** Everything of AWS that decides whether a call is allowed, as it is at this point of the way. */
export class Cloud {
  public readonly identities = new IdentityStore();
  public readonly sessions = new Sessions();
  public readonly authorizer: Authorizer;
  public readonly buckets = new Map<string, Bucket>();
  public readonly keys = new Map<string, Key>();
  /** Permission sets of Identity Center, by their ARN, and the groups that its directory knows. */
  public readonly permissionSets = new Map<string, Record<string, any>>();
  public readonly groups = new Set<string>();
  /** Key of a topic, by its ARN. */
  public readonly topicKeys = new Map<string, string>();
  /** Policies that sit on buckets, topics, queues, functions, repositories and buses, by the resource's ARN. */
  public readonly policies = new Map<string, Document>();
  /** Everything that stands, by type and what its kind is known by: `AWS::CodeBuild::Project 111111111111 eu-west-2 orders-build`. */
  public readonly standing = new Map<string, Wanted>();
  /** How often anything was made, changed or deleted. */
  public changes = 0;
  /** Who heeds resources, by their type. */
  public readonly heeding = new Map<string, Heeding>();
  /** Types that cannot be made in an account today: `AWS::DynamoDB::Table 666666666666`. */
  public readonly faults = new Set<string>();
  /** Values that stacks of other regions read, by the parameter's ARN. */
  public readonly parameters = new Map<string, { readonly value: string; readonly readers: Set<string> }>();
  /** When objectives were created of which nothing was measured yet, by their names. */
  public readonly unmeasured = new Map<string, Date>();
  /** Records that nobody's stack has: account, zone and whose they are. */
  public readonly records = new Set<string>();
  /** Images that repositories hold: account, region, repository and digest. */
  public readonly images = new Set<string>();
  /** Names that are taken, by what makes them unique. */
  public readonly taken = new Map<string, string>();

  public constructor(
    public readonly organization: Organization,
    public readonly home: string,
  ) {
    this.authorizer = new Authorizer(this.identities, organization, home);
  }

  /** Asks about one action on one resource, with the resource's own policy and the key that stands before it. */
  public authorize(principal: Principal, question: Omit<Question, 'owner'> & { readonly owner?: string }): void {
    const owner = question.owner ?? this.ownerOf(question.resource) ?? principal.account;
    const policy = question.policy ?? this.policyOf(question.resource);
    this.authorizer.check(principal, {
      ...question,
      owner,
      policy,
      context: { ...this.about(question.resource), ...question.context },
    });
  }

  /** Account in the ARN; buckets have none in theirs. */
  public ownerOf(resource: string): string | undefined {
    const [, , service, , account, rest = ''] = resource.split(':');
    if (service === 's3') return this.buckets.get(rest.split('/')[0]!)?.account;
    return account || undefined;
  }

  private policyOf(resource: string): Document | undefined {
    const key = this.keys.get(resource);
    if (key) return key.policy;
    if (resource.includes(':role/')) return this.identities.roleOf(resource)?.trust;
    return this.policies.get(resource.startsWith('arn:aws:s3:::') ? resource.split('/')[0]! : resource);
  }

  private about(resource: string): Record<string, readonly string[]> {
    const key = this.keys.get(resource);
    return key ? { 'kms:ResourceAliases': [...key.aliases], 'kms:CallerAccount': [key.account] } : {};
  }

  /** A key by its ARN, its id or an alias of an account and region. */
  public key(name: string, account: string, region: string): Key {
    const full = name.startsWith('arn:')
      ? name
      : `arn:aws:kms:${region}:${account}:${name.startsWith('alias/') ? '' : 'key/'}${name}`;
    const found =
      this.keys.get(full) ?? [...this.keys.values()].find(({ aliases, arn }) => isAlias(full, arn, aliases));
    if (found) return found;
    throw new Refusal('NotFoundException', `Key '${full}' does not exist`);
  }

  /** Notes that a resource stands as it is said now. */
  public note(wanted: Wanted): void {
    this.changes++;
    this.standing.set(keyOf(wanted), wanted);
    this.heeding.get(wanted.type)?.put(wanted);
  }

  public forget(wanted: Wanted): void {
    this.changes++;
    this.standing.delete(keyOf(wanted));
    this.heeding.get(wanted.type)?.remove(wanted);
  }

  /** What stands of a type, by name, in an account. */
  public named(type: string, account: string): ReadonlyMap<string, Wanted> {
    const found = [...this.standing.values()].filter((one) => one.type === type && one.at.account === account);
    return new Map(found.map((one) => [one.name, one]));
  }

  /** Takes a name, or refuses it as its service would where another resource has it. */
  public take(unique: string | undefined, type: string, name: string, owner: string): void {
    if (unique === undefined) return;
    const holder = this.taken.get(unique);
    if (holder !== undefined && holder !== owner)
      throw new Refusal('AlreadyExists', `Resource of type '${type}' with identifier '${name}' already exists.`);
    this.taken.set(unique, owner);
  }
}

function keyOf({ type, at, name }: Wanted): string {
  return `${type} ${at.account} ${at.region} ${name}`;
}

function isAlias(full: string, arn: string, aliases: ReadonlySet<string>): boolean {
  const [, , , region, account] = arn.split(':');
  return [...aliases].some((alias) => full === `arn:aws:kms:${region}:${account}:${alias}`);
}
