import type { Account, Resource, World } from '../../model';
import { matchesPattern } from '../../patterns';
import { whoActsIn } from '../../who-acts';
import { ownArn } from '../resource-policies';
import type { Item } from '../stacks';
import { textsOf } from '../value';

/** What has to be known around a resource to judge what it carries. */
export class Surroundings {
  private readonly environments: ReadonlyMap<string, string>;
  private readonly accounts: ReadonlyMap<string, Account>;
  private readonly byKey: ReadonlyMap<string, Item>;
  /** Stores of content that templates or the platform's snapshot describe, by ARN: in which account they are. */
  private readonly stores: ReadonlyMap<string, string>;
  /** Names of hosted zones, with their accounts. */
  private readonly zones: readonly (readonly [name: string, account: string])[];
  private readonly people: ReadonlySet<string>;
  /** Buckets by name. */
  private readonly buckets: ReadonlyMap<string, { readonly arn: string; readonly account: string }>;

  public constructor(
    world: Pick<World, 'accounts' | 'managementAccountId'>,
    items: readonly Item[],
    deployed: readonly Resource[],
  ) {
    this.environments = new Map(world.accounts.map((account) => [account.id, account.environment]));
    this.accounts = new Map(world.accounts.map((account) => [account.id, account]));
    this.byKey = new Map(items.map((item) => [item.key, item]));
    this.stores = new Map([
      ...items.filter(isStore).map((item): [string, string] => [ownArn(item).pattern, item.account]),
      ...deployed.filter(isStore).map((one): [string, string] => [one.arn, one.account]),
    ]);
    this.zones = items
      .filter(({ type }) => type === 'AWS::Route53::HostedZone')
      .flatMap(({ properties, account }) =>
        textsOf(properties.Name).map(({ pattern }): [string, string] => [pattern.replace(/\.$/, ''), account]),
      );
    this.buckets = new Map(
      [...this.stores].flatMap(([arn, account]) => {
        const name = BUCKET.exec(arn)?.[1];
        return name === undefined ? [] : [[name, { arn, account }]];
      }),
    );
    this.people = new Set(
      world.accounts.flatMap((account) => account.principals.filter((one) => one.person).map((one) => one.arn)),
    );
  }

  /** Prod, tooling and audit. */
  public guarded(account: string): boolean {
    return ['prod', 'tooling', 'audit'].includes(this.environments.get(account) ?? '');
  }

  /** What an account is for, for people; absent where the organization does not know it. */
  public environment(account: string): string | undefined {
    return this.environments.get(account);
  }

  /** Whoever acts in an account, by words: with its name, its environment and some of the people who sign in there. */
  public whoIn(id: string): string {
    return whoActsIn(this.accounts.get(id), id);
  }

  /** The resource that a string in a template refers to. */
  public item(key: string | undefined): Item | undefined {
    return key === undefined ? undefined : this.byKey.get(key);
  }

  /** Account of a store that something describes; undefined where nothing does. */
  public accountOf(arn: string): string | undefined {
    return this.stores.get(arn);
  }

  /** Account of a bucket by its name; undefined where nothing describes it. */
  public accountOfBucket(name: string): string | undefined {
    return this.buckets.get(name)?.account;
  }

  /** A bucket by its name, where an account has it that is not guarded. */
  public strangeBucket(name: string): { readonly arn: string; readonly account: string } | undefined {
    const bucket = this.buckets.get(name);
    return bucket && !this.guarded(bucket.account) ? bucket : undefined;
  }

  /** Account of the hosted zone that a name lies in, the innermost; undefined where no zone is described. */
  public accountOfName(name: string): string | undefined {
    const plain = name.replace(/\.$/, '');
    const zones = this.zones.filter(([zone]) => plain === zone || plain.endsWith(`.${zone}`));
    return zones.sort(([a], [b]) => b.length - a.length)[0]?.[1];
  }

  /** Whether a role or user of an account is described: who acts as another one shows nowhere. */
  public describes(arn: string): boolean {
    const [, , , , account, name] = arn.split(':');
    if (!/^(role|user)\//.test(name ?? '') || /^role\/aws-service-role\//.test(name)) return true;
    const known = this.accounts.get(account)?.principals ?? [];
    return known.some((one) => one.arn === arn || matchesPattern(one.arn, arn) || matchesPattern(arn, one.arn));
  }

  /** A person's role or user, by its ARN or by the form that Identity Center gives it. */
  public isPerson(arn: string): boolean {
    return this.people.has(arn) || /:role\/aws-reserved\/sso\.amazonaws\.com\//.test(arn);
  }
}

/** The ARN of a bucket whose name is known. */
const BUCKET = /^arn:[^:]+:s3:::([^*]+)$/;

const STORES = new Set([
  'AWS::S3::Bucket',
  'AWS::ECR::Repository',
  'AWS::SSM::Document',
  'AWS::Lambda::LayerVersion',
  'AWS::EFS::FileSystem',
  'AWS::EFS::AccessPoint',
]);

function isStore({ type }: { readonly type: string }): boolean {
  return STORES.has(type);
}
