import { catalogue } from '../../iam';
import type { Actor } from '../authorize/actor';
import { may } from '../authorize/ask';
import { Organization } from '../authorize/organization';
import { ownResources, partitionIn } from '../authorize/universe';
import type { PolicySource, Principal, Resource, World } from '../model';
import { onIt } from './others';
import type { Unknowns } from './report';
import { READ_RIGHTS, callsAreRead } from './sdk-calls';
import type { Item } from './stacks';
import { providersOf } from './undecidable';

/**
 * Actions besides those the catalogue calls permissions management, by which something new is let in or runs as a role:
 * many policies of resources are put by what it calls a plain write.
 */
const GRANTING = [
  /^(iam:(?!Get|List|Generate|Simulate)|organizations:(?!Describe|List)|sso:(?!Describe|Get|List)|sts:AssumeRole$)/i,
  /^(ram:(Create|Associate|Update|Replace|Promote)|cloudformation:(Create|Update|Execute)|(sqs|sns):Set\w*Attributes$)/i,
  /:(Put|Create|Update|Modify)\w*(Access|Application|Channel|Cluster|Contact|Destination|Domain|Endpoint|Feed|Group)\w*Policy\w*$/i,
  /:(Put|Create|Update|Modify)\w*(Mesh|Permissions|Profile|Project|Repository|Resource|Sink)Policy\w*$/i,
  /^(events|mediaconvert):Put(Permission|Policy)$|^signin:PutResourcePermissionStatement$|^config:PutAggregationAuthorization$/i,
  /^es:((Create|Update)\w*Domain(Config)?|AuthorizeVpcEndpointAccess)$|^eks:((Create|Update)AccessEntry|AssociateAccessPolicy)$/i,
  /^(rds:Modify\w*SnapshotAttribute|ec2:Modify(Fpga)?ImageAttribute|cloudhsm:ModifyBackupAttributes)$/i,
];

/** CDK's handler that empties a bucket first stops further writes by a policy; the bucket's own policy lets it. */
const CLEANERS = new Set(['Custom::S3AutoDeleteObjects']);

/** What a provider may do without a doubt, for what it is seen to be asked. */
interface Leave {
  /** Change policies of buckets by what these let it. */
  readonly cleans: boolean;
  /** Put the policies that its calls spell out. */
  readonly calls: boolean;
}

/** Of a role that a provider takes: who takes it may ask it for anything. */
const NO_LEAVE: Leave = { cleans: false, calls: false };

let granting: readonly string[] | undefined;

/** Every action by which something can be let in that no template shows. */
function grantingActions(): readonly string[] {
  const known = catalogue();
  granting ??= known.actions.filter(
    (action) => GRANTING.some((one) => one.test(action)) || known.find(action)?.class === 'Permissions management',
  );
  return granting;
}

/**
 * What a custom resource makes shows in no template, so its provider decides: one whose role may grant rights, or that
 * may call a function whose role does, can have made anything.
 */
export function customResources(world: World, items: readonly Item[], unknowns: Unknowns): void {
  const custom = items.map((item) => ({ item, providers: providersOf(item, items) }));
  if (custom.every(({ providers }) => providers.length === 0)) return;
  const judge = new Providers(world);
  for (const { item, providers } of custom) {
    for (const provider of providers) {
      const asked = custom.filter((one) => one.providers.includes(provider)).map((one) => one.item);
      const why = judge.grants(provider, { cleans: CLEANERS.has(item.type), calls: asked.every(callsAreRead) });
      if (why !== undefined)
        unknowns.add(`the provider of this custom resource ${why}, so it may have let in anybody`, item.where);
    }
  }
}

/** Judges provider functions by their roles, each once. */
class Providers {
  private readonly organization: Organization;
  private readonly judged = new Map<string, string | undefined>();
  private readonly handlers: ReadonlySet<string>;
  private readonly actors = new Map<Principal, Actor>();

  public constructor(private readonly world: World) {
    this.organization = new Organization(world);
    this.handlers = new Set(world.accounts.flatMap(({ id }) => this.functions(id).map((one) => one.arn)));
  }

  /** What a provider may do to grant rights; nothing where it may not. */
  public grants(provider: Item, leave: Leave): string | undefined {
    const found = this.functions(provider.account).find((one) => one.where === provider.where);
    return found && this.grantsBy(found, leave, new Set());
  }

  private grantsBy(provider: Resource, leave: Leave, seen: Set<string>): string | undefined {
    if (seen.has(provider.arn)) return undefined;
    seen.add(provider.arn);
    const roles = this.roles(provider);
    if (roles.length === 0) return `${provider.arn} runs as a role that nothing describes`;
    const own = this.assumedBy(roles).map((role) => this.grantsAs(role, roles.includes(role) ? leave : NO_LEAVE));
    const why = own.find((one) => one !== undefined);
    if (why !== undefined) return why;
    const others = this.functions(provider.account).filter((one) => roles.some((role) => this.calls(role, one)));
    // What the calls say is said to this function alone.
    return others.map((one) => this.grantsBy(one, { ...leave, calls: false }, seen)).find((why) => why !== undefined);
  }

  /** Roles, and those that let them in by their trust, whatever their own policies say; and so on. */
  private assumedBy(roles: readonly Principal[]): Principal[] {
    const found = new Set(roles);
    for (const one of found) for (const other of this.admitting(one)) found.add(other);
    return [...found];
  }

  private admitting(principal: Principal): Principal[] {
    const all = this.world.accounts.flatMap((account) => account.principals);
    return all.filter((one) => one !== principal && one.trust && this.admits(one, one.trust, principal));
  }

  private admits(role: Principal, trust: PolicySource, principal: Principal): boolean {
    const asked = { actor: this.actor(principal), actions: ['sts:AssumeRole'], resource: [role.arn] };
    const question = { ...asked, owner: role.account, policy: trust, mandatory: true, anyType: true };
    return may(this.organization, question).verdict !== 'unsat';
  }

  private grantsAs(principal: Principal, leave: Leave): string | undefined {
    const key = `${principal.arn} ${leave.cleans} ${leave.calls}`;
    if (!this.judged.has(key)) this.judged.set(key, this.ask(principal, leave));
    return this.judged.get(key);
  }

  private ask(principal: Principal, { cleans, calls }: Leave): string | undefined {
    const { account, arn } = principal;
    const question = {
      actor: this.actor(principal),
      actions: grantingActions().filter((one) => !(calls && READ_RIGHTS.has(one))),
      owner: account,
    };
    const open = this.resources(account).filter((one) => one.policy && !(cleans && one.type === 'AWS::S3::Bucket'));
    const answers = [
      () => may(this.organization, { ...question, resource: ownResources(account, partitionIn(arn)) }),
      ...open.map(
        (one) => () =>
          may(this.organization, {
            ...question,
            resource: [one.arn, `${one.arn}/*`],
            policy: one.policy,
          }),
      ),
    ];
    for (const answer of answers.map((each) => each())) {
      if (answer.verdict === 'sat') return `${arn} may ${answer.request.action}`;
      if (answer.verdict === 'unknown') return `${arn} may do what nobody can decide (${answer.why})`;
    }
    return undefined;
  }

  private calls(principal: Principal, { arn, account, policy }: Resource): boolean {
    const identityPolicies = onIt(principal.identityPolicies, arn, this.handlers);
    const actor = { principal: { ...principal, identityPolicies }, powers: {} };
    const asked = { actor, actions: ['lambda:InvokeFunction'], owner: account };
    return may(this.organization, { ...asked, resource: [arn], policy }).verdict !== 'unsat';
  }

  /** One for each principal: what its requests have in common is worked out once. */
  private actor(principal: Principal): Actor {
    let actor = this.actors.get(principal);
    if (!actor) this.actors.set(principal, (actor = { principal, powers: {} }));
    return actor;
  }

  private roles(provider: Resource): Principal[] {
    const own = this.world.accounts.flatMap((account) => account.principals);
    return own.filter((one) => provider.roles.includes(one.arn));
  }

  private resources(account: string): readonly Resource[] {
    return this.world.accounts.find((one) => one.id === account)?.resources ?? [];
  }

  private functions(account: string): readonly Resource[] {
    return this.resources(account).filter((one) => one.type === 'AWS::Lambda::Function');
  }
}
