import { isClosed } from '../../contract/account-states';
import { PLATFORM_METADATA } from '../../names';
import { partitionOf } from '../../contract/partitions';
import { InputError } from '../../errors';
import { people } from '../snapshot/people';
import { Reading } from '../snapshot/reading';
import type { SnapshotDocument } from '../snapshot/schema';
import { foreign } from '../machinery/foreign';
import { statedOtherwise } from '../machinery/deployed-platform';
import { machineryOf } from '../machinery/machinery-of';
import { organizations } from '../machinery/organizations';
import { reconstruct, type Made } from '../machinery/reconstruct';
import { renderApart, type Renderer } from '../machinery/renderer';
import { matchesPattern } from '../patterns';
import type { Note } from '../model';
import type { Account, MachineryPart, OrganizationPolicy, Resource, StackFacts, World } from '../model';
import { Meanings } from '../meaning/table';
import { readIdentitiesOf, sourceOf } from './accounts';
import { judgeCarried } from './carried/judge';
import { storesOf } from './content';
import { controlPolicies, withFullAccess, type PlacedControlPolicy } from './control-policies';
import { customResources } from './custom-resources';
import type { Identities } from './drafts';
import { AssemblyFiles } from './files';
import { readIdentities } from './identities';
import { identityPools } from './identity-pools';
import { assignedSets, type AssignedSet } from './identity-center';
import { acceptedPackages } from './accepted-packages';
import { integrityOf } from './integrity';
import { readManifest, type Manifest } from './manifest';
import { checkDeployRoles, checkStackNames, strangeIn } from './deployable';
import { bothGroups, bothPolicies, bothPrincipals, bothResources, type ChangedBy } from './deployed';
import { exceptionsOf, organizationOf, type OrganizationFacts } from './organization';
import { Unknowns } from './report';
import { deployments, resourcesOf, type Carried } from './resources';
import { factsOf } from './stack-facts';
import { checkStackSets } from './stack-sets';
import { buildStacks, itemsOf, type Item, type Stack } from './stacks';
import { undecidableIn } from './undecidable';

/** Everything read from the files of an assembly, before it becomes a world. */
interface Contents {
  readonly stacks: readonly Stack[];
  readonly items: readonly Item[];
  readonly identities: Identities;
  readonly unknowns: Unknowns;
  readonly reading: Reading;
  readonly carried: Carried;
}

/**
 * Reads a cloud assembly into a world: manifests, nested assemblies, all templates, nested stacks included.
 *
 * Organization facts and exceptions come from the metadata of the root assembly's stacks, or from the platform's
 * world where one is given: then nothing in the assembly can speak for the organization, so that a product cannot
 * sanction itself, and what it says is told as unknown. An open string (a generated name, an import, a parameter)
 * counts as anything in an Allow and as nothing in a Deny; as an action, a managed policy or a principal that may be
 * anybody it is unknown, with its place.
 *
 * @param dir Folder of the assembly, `cdk.out`.
 * @param platform World of the platform's snapshot, for a workload's assembly.
 * @param renderer Makes the platform again from what it states; by default a process of this package does.
 * @throws InputError naming file and place: no manifest, truncated JSON, a missing template, metadata out of format.
 */
export function readAssembly(dir: string, platform?: World, renderer: Renderer = renderApart): World {
  return read(dir, platform, renderer);
}

/**
 * Reads a cloud assembly as it describes itself, its machinery believed: for comparing two of them and for looking at one.
 * A proof rests on `readAssembly`.
 */
export function describeAssembly(dir: string, platform?: World): World {
  return read(dir, platform, undefined);
}

function read(dir: string, platform: World | undefined, renderer: Renderer | undefined): World {
  const files = new AssemblyFiles(dir);
  const manifest = readManifest(files);
  const unknowns = new Unknowns();
  const stacks = buildStacks(manifest.stacks, files, unknowns, ({ stage }) => !platform || stage !== '');
  const items = stacks.flatMap(itemsOf);
  const identities = readIdentities(items, unknowns);
  const reading = new Reading(dir);
  const meanings = new Meanings();
  const carried: Carried = { meanings, stores: storesOf(items, meanings) };
  const contents: Contents = { stacks, items, identities, unknowns, reading, carried };
  const integrity = integrityOf(files, unknowns);
  for (const stack of stacks) undecidableIn(stack, items, unknowns);
  for (const { artifact } of stacks) strangeIn(artifact, unknowns);
  const world = platform ? aroundBy(contents, platform) : ownOrganization(contents);
  const machinery = renderer && proveMachinery(contents, world, files, platform ? undefined : renderer);
  const complete = { ...finish(world, contents, manifest, files, integrity), ...(machinery ? { machinery } : {}) };
  if (reading.problems.length > 0) throw new InputError(reading.problems);
  return complete;
}

/** The platform's own assembly is compared with what the package makes; whatever stands beside it is looked at. */
function proveMachinery(
  { stacks, items, unknowns }: Contents,
  { accounts }: Organization,
  files: AssemblyFiles,
  renderer: Renderer | undefined,
): readonly MachineryPart[] {
  const made: Made = renderer ? reconstruct({ files, stacks, renderer, unknowns }) : new Map();
  foreign(items, made, accounts, unknowns);
  organizations(items, accounts, unknowns);
  return machineryOf(items, made);
}

type Organization = Omit<World, 'subject' | 'unknowns' | 'stacks'>;

/** The platform's snapshot speaks for the organization; the assembly adds its stacks to the accounts. */
function aroundBy(contents: Contents, platform: World): Organization {
  const { stacks, items, identities, unknowns } = contents;
  organizationOf(stacks, true, unknowns);
  comparePlatforms(contents, platform);
  exceptionsOf(stacks, true, unknowns);
  for (const policy of controlPolicies(items, unknowns))
    unknowns.add('a control policy in an assembly beside the platform binds nobody', policy.where);
  const sets = assignedSets(items, undefined, '', identities);
  for (const unknown of platform.unknowns) unknowns.add(unknown.why, unknown.where, unknown.theorems, unknown);
  const accounts = platform.accounts.map((account) => withStacks(contents, account, sets, account));
  refuseOthers(contents, platform.accounts);
  return { ...platform, accounts: people(accounts, platform.humans, identityPools(items, identities)) };
}

/** A platform that an assembly states beside a snapshot must be the one that is deployed. */
function comparePlatforms({ stacks, unknowns }: Contents, { platform }: World): void {
  if (!platform) return;
  for (const { artifact, scope } of stacks) {
    const stated = artifact.stage === '' ? artifact.template.Metadata[PLATFORM_METADATA] : undefined;
    if (stated === undefined) continue;
    for (const { why, where } of statedOtherwise(platform, stated, `${scope.file} (Metadata.${PLATFORM_METADATA})`))
      unknowns.add(why, where);
  }
}

const EMPTY = { principals: [], managedPolicies: [], resources: [] };

/** The assembly's own platform stacks describe the organization. */
function ownOrganization(contents: Contents): Organization {
  const { stacks, items, identities, unknowns } = contents;
  const facts = organizationOf(stacks, false, unknowns) ?? nobody(contents);
  const sets = assignedSets(items, facts.identityCenter, 'identityCenter', identities);
  const described = new Set(stacks.map(({ artifact }) => artifact.account));
  const { organization } = facts;
  const accounts = organization.accounts.map(({ state, ...listed }) => {
    const closed = isClosed(state);
    const isDescribed = closed || described.has(listed.id) || listed.id === organization.managementAccountId;
    if (!isDescribed)
      unknowns.add(
        `account ${listed.id} (${listed.name}) is in the organization, but no stack is in it`,
        `account ${listed.id}`,
      );
    return withStacks(contents, { ...listed, ...(closed ? { closed } : {}), ...EMPTY, described: isDescribed }, sets);
  });
  refuseOthers(contents, accounts);
  return {
    organizationId: organization.id,
    managementAccountId: organization.managementAccountId,
    accounts: people(accounts, facts.humans, identityPools(items, identities)),
    policies: controls(contents, facts),
    delegatedAdministrators: organization.delegatedAdministrators ?? [],
    identityCenter: facts.identityCenter != null || items.some((item) => item.type.startsWith('AWS::SSO::')),
    humans: facts.humans,
    exceptions: exceptionsOf(stacks, false, unknowns),
  };
}

/** Without a description every account of the stacks is there, but nobody knows what it is for. */
function nobody({ stacks, unknowns }: Contents): OrganizationFacts {
  unknowns.add(
    'nothing describes the organization: prove with --platform, or synthesize the platform stacks',
    'the root assembly',
  );
  const ids = [...new Set(stacks.map(({ artifact }) => artifact.account))].filter((id) => /^\d{12}$/.test(id));
  const accounts = ids.map((id) => ({ id, name: id, environment: 'other' as const, ous: [] }));
  return { organization: { id: '', managementAccountId: '', accounts, policies: [] }, humans: [] };
}

/** Stacks in accounts that the organization does not list, or in no known account, cannot be judged. */
function refuseOthers({ stacks, unknowns }: Contents, accounts: readonly Account[]): void {
  const known = new Set(accounts.map((account) => account.id));
  for (const { artifact } of stacks) {
    if (!/^\d{12}$/.test(artifact.account))
      unknowns.add('the stack has no account: give its env', artifact.constructPath);
    else if (!known.has(artifact.account))
      unknowns.add(`account ${artifact.account} is not in the organization`, artifact.constructPath);
  }
}

function controls({ items, reading, unknowns }: Contents, { organization }: OrganizationFacts): OrganizationPolicy[] {
  const listed: PlacedControlPolicy[] = organization.policies.map((policy) => ({
    ...policy,
    where: `organization.policies ${policy.name}`,
  }));
  return withFullAccess(organization, [...listed, ...controlPolicies(items, unknowns)]).flatMap(
    ({ type, name, document, targets, where }) => {
      const kind = type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp';
      const source = sourceOf(reading, name, document as SnapshotDocument, kind, where);
      return source ? [{ ...source, type, targets }] : [];
    },
  );
}

/** An account with what the stacks bring into it, beside what is deployed. */
function withStacks(contents: Contents, account: Account, sets: readonly AssignedSet[], platform?: Account): Account {
  const { stacks, identities, reading, unknowns } = contents;
  const own = readIdentitiesOf(
    {
      id: account.id,
      partition: partitionOf(stacks.find(({ artifact }) => artifact.account === account.id)?.artifact.region ?? ''),
      drafts: identities.drafts.filter((draft) => draft.account === account.id),
      managed: identities.managed.filter((policy) => policy.account === account.id),
      sets: sets.filter((set) => set.accountId === account.id),
      platform,
    },
    reading,
    unknowns,
  );
  const items = contents.items.filter((item) => item.account === account.id);
  const resources = [
    ...resourcesOf(items, contents.items, identities, reading, unknowns, contents.carried),
    ...deployments(stacks.filter(({ artifact }) => artifact.account === account.id)),
  ];
  const changes = changedBy(contents, account.id);
  return {
    ...account,
    principals: bothPrincipals(account.principals, own.principals, changes),
    groups: bothGroups(account.groups ?? [], own.groups ?? []),
    managedPolicies: bothPolicies(account.managedPolicies, own.managedPolicies),
    resources: bothResources(account.resources, resources, changes),
  };
}

/** Stacks of a stage are what a pipeline deploys; the place of what they describe begins with their own. */
function changedBy({ stacks, items }: Contents, account: string): ChangedBy {
  const places = new Map<string, Set<string>>();
  for (const { artifact } of stacks.filter((one) => one.artifact.stage !== '' && one.artifact.account === account))
    places.set(
      artifact.stackName,
      new Set(items.filter((item) => item.stack.artifact === artifact).map((item) => item.where)),
    );
  return (stackName, where) => places.get(stackName)?.has(where) ?? false;
}

function finish(
  world: Organization,
  contents: Contents,
  manifest: Manifest,
  files: AssemblyFiles,
  integrity: readonly Note[],
): World {
  checkRoles(world, contents.unknowns);
  checkDeployRoles(world.accounts, contents.stacks, contents.unknowns);
  checkStackNames(world.accounts, contents.stacks, contents.unknowns);
  checkStackSets(world, contents.stacks, contents.unknowns);
  judgeCarried(world, contents.items, contents.unknowns);
  customResources(
    { ...world, subject: { digest: '', source: 'assembly' }, unknowns: [] },
    contents.items,
    contents.unknowns,
  );
  const stacks: StackFacts[] = contents.stacks.map((stack) =>
    factsOf(
      stack,
      contents.items.filter((item) => item.stack === stack),
      files,
    ),
  );
  return {
    ...world,
    exceptions: [...world.exceptions, ...acceptedPackages(contents.items)],
    subject: { digest: files.digest(), source: 'assembly' },
    unknowns: contents.unknowns.all,
    acknowledgements: manifest.acknowledgements,
    assumptions: [...(world.assumptions ?? []), ...integrity, ...defaultsNote(contents.stacks)],
    stacks,
    ...(contents.stacks.some(({ artifact }) => artifact.bySet) ? { stackSets: true } : {}),
  };
}

/** Nobody knows what a role may that is described nowhere; AWS's own service-linked roles apart. */
function checkRoles(world: Organization, unknowns: Unknowns): void {
  const roles = world.accounts.flatMap((account) =>
    account.principals.filter((one) => one.kind === 'role').map((one) => one.arn),
  );
  const exact = new Set(roles);
  const described = (arn: string): boolean =>
    exact.has(arn) ||
    roles.some((role) => matchesPattern(role, arn) || matchesPattern(arn, role)) ||
    /:role\/aws-(service-role|reserved)\//.test(arn);
  const told = (resource: Resource, arn: string): void =>
    unknowns.add(`runs as ${arn}, a role that nothing describes`, resource.where, undefined, {
      who: `whoever can act as ${arn}, which nobody but its own account knows`,
      way: ['act as that role', `do what ${resource.type} lets it do`],
      change: resource.where,
    });
  for (const resource of world.accounts.flatMap((account) => account.resources)) {
    for (const arn of resource.roles) if (!described(arn)) told(resource, arn);
  }
}

/**
 * Whoever deploys a stack by hand may give a parameter another value, and CloudFormation keeps the one of the deployment
 * before. The deployments of a pipeline pass none and keep none.
 */
function defaultsNote(all: readonly Stack[]): Note[] {
  const stacks = all.filter(({ artifact }) => artifact.stage === '');
  const used = stacks.flatMap(({ artifact, defaults }) =>
    defaults.size === 0 ? [] : [`${artifact.constructPath} (${[...defaults].join(', ')})`],
  );
  if (used.length === 0) return [];
  return [
    { id: 'parameter-defaults', statement: `these parameters are deployed with their defaults: ${used.join('; ')}` },
  ];
}
