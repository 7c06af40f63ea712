import type { Condition, Policy } from '../iam/model';

/**
 * What a proof is about: an organization, whoever acts in it and whatever runs in it. A snapshot and a cloud assembly
 * are both read into a World; everything after that knows only the World.
 *
 * ARNs and names are patterns: a deployed one is literal, one that CloudFormation will generate is a language such as
 * `arn:…:role/guarded/workload/Prod-OrdersFn-*` (IAM names never contain `*`, so nothing is ambiguous). A language
 * overlaps an Allow if some of its members match, and falls under a Deny only if all of them do.
 */

/** What an account is for; prod, tooling and audit are guarded. */
export type AccountEnvironment = 'dev' | 'test' | 'prod' | 'tooling' | 'audit' | 'management' | 'other';

/** A policy with the place a person would change: a construct path, a template path or a snapshot path. */
export interface PolicySource {
  readonly name: string;
  readonly policy: Policy;
  readonly where: string;
  /** ARN of the managed policy this is; absent for inline, trust, resource and organization policies. */
  readonly arn?: string;
  /** Versions that are not the default one: who may set the default version may bring them into force. */
  readonly otherVersions?: readonly Policy[];
}

/** A group of users; its policies stand in `identityPolicies` of its members too. */
export interface Group {
  readonly arn: string;
  readonly identityPolicies: readonly PolicySource[];
  readonly where: string;
}

/** A role or a user, deployed, synthesized or made by Identity Center. */
export interface Principal {
  /** ARN or pattern; an Identity Center role is `arn:…:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_<set>_*`. */
  readonly arn: string;
  readonly kind: 'user' | 'role';
  readonly account: string;
  /** Inline, attached and group policies together. */
  readonly identityPolicies: readonly PolicySource[];
  /** Where present, a second layer that must allow as well. */
  readonly boundary?: PolicySource;
  /** Trust policy of a role; absent for users and Identity Center roles. */
  readonly trust?: PolicySource;
  readonly tags: Readonly<Record<string, string>>;
  /** Unique id (`AIDA…`, `AROA…`) as aws:userid has it; absent where the input does not say. */
  readonly id?: string;
  /** Identity Center assignments make people; so does what the reader knows to be a person's role. */
  readonly person?: {
    readonly why: string;
    readonly permissionSet?: string;
    readonly through?: Through;
    readonly federated?: Federated;
  };
  /** ARN of the role whose session this is, where a session is held narrower than the role: its boundary says how. */
  readonly sessionOf?: string;
  /** ARN of a role that people make, where `arn` tells it from others that they may make under that name. */
  readonly madeAs?: string;
  /** A role made in place of a deleted one of its name: Principal elements saved before mean the old one's id. */
  readonly remade?: boolean;
  /** ARNs of the groups a user is in; absent means none. */
  readonly groups?: readonly string[];
  /** A service-linked role: neither SCPs nor RCPs bind it. */
  readonly serviceLinked?: boolean;
  readonly where: string;
}

/** People without an identity of IAM, whom a service lets act as a role: they make no request but as that role. */
export interface Through {
  /** Id of the edge. */
  readonly edge: string;
  /** ARN of the role, or of the narrower session of it. */
  readonly act: string;
  /** The trust statement that admits the service. */
  readonly because: string;
}

/** Who gets credentials of a role by signing in elsewhere, or not at all: the role is their identity. */
export interface Federated {
  /** In words: `anybody on the internet, as a guest of the identity pool Visitors`. */
  readonly who: string;
  /** The action that gives them credentials. */
  readonly by: string;
  /** The trust statement that admits them. */
  readonly because: string;
  /** Further places that let them in: the pool, and where it names the role. Absent means none. */
  readonly also?: readonly string[];
}

/** What runs as a role, carries a policy, or both. */
export interface Resource {
  readonly arn: string;
  /** CloudFormation type name: `AWS::Lambda::Function`. */
  readonly type: string;
  readonly account: string;
  readonly roles: readonly string[];
  readonly policy?: PolicySource;
  readonly tags: Readonly<Record<string, string>>;
  /** ARNs whose content the resource executes or deploys. */
  readonly dependsOn: readonly string[];
  /** What decides what a pipeline or an alarm does, by CloudFormation's names; absent where nobody collected it. */
  readonly content?: Readonly<Record<string, unknown>>;
  /** Policies that limit whoever acts through the resource (a chat channel's guardrails); absent: not known, or none. */
  readonly guardrails?: readonly PolicySource[];
  readonly where: string;
}

/** One account with all that is in it. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly environment: AccountEnvironment;
  /** From the root to the account's parent. */
  readonly ous: readonly string[];
  readonly principals: readonly Principal[];
  /** Customer-managed policies by ARN: they can be edited by whoever may create a version. */
  readonly managedPolicies: readonly PolicySource[];
  /** Groups of the account; absent means none. */
  readonly groups?: readonly Group[];
  readonly resources: readonly Resource[];
  /** A closed account: nobody acts in it and nothing runs there, whatever it still holds. Absent means open. */
  readonly closed?: boolean;
  /** False where the input names the account but does not describe it: the theorems it touches are unknown. */
  readonly described: boolean;
}

/** A service or resource control policy at its targets (root, OU or account ids). */
export interface OrganizationPolicy extends PolicySource {
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  readonly targets: readonly string[];
}

/** Requests the organization sanctions; `*` in patterns crosses `/` and `:`. */
export interface Exception {
  readonly id: string;
  readonly statement: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Only requests that meet all of them are sanctioned; absent means whatever the request's context. */
  readonly conditions?: readonly Condition[];
  /** Host name of the service that acts as the principals; a person who comes to act as them is not sanctioned. */
  readonly service?: string;
}

/** Who comes in by what could not be decided, and how; a part is absent where the input does not say. */
export interface WayIn {
  /** The class of people: `whoever can act as arn:… of orders-dev (333333333333, dev)`. */
  readonly who?: string;
  /** Their steps, in order. */
  readonly way?: readonly string[];
  /** What to change: the construct path (or the template path) and the property. */
  readonly change?: string;
}

/** Something that could not be read or decided; makes the named theorems unknown, all of them where none is named. */
export interface Unknown extends WayIn {
  readonly why: string;
  readonly where: string;
  readonly theorems?: readonly string[];
}

/** A CloudFormation resource as it stands in a template, for the theorems about pipelines, stacks and alarms. */
export interface TemplateResource {
  readonly logicalId: string;
  readonly type: string;
  /**
   * Properties with intrinsics resolved as far as they are known; an opaque value is `{ "Opaque": why }`, one that an
   * undecided `Fn::If` or mapping leaves open is `{ "OneOf": [values] }`.
   */
  readonly properties: Readonly<Record<string, unknown>>;
  /** JSON of the `policy.json` beside a function's code, where the assembly holds that code; else absent. */
  readonly policy?: unknown;
  /** The same of a function that serves many applications: policies by application, the `policies.json` beside its code. */
  readonly policies?: unknown;
  /** Of an alarm: logical ids of the stack that the values of its metrics' dimensions refer to, by value as in `properties`. */
  readonly refersTo?: readonly DimensionReference[];
  /** Whether it is there or not shows only at deployment; absent: it is there. */
  readonly uncertain?: boolean;
  /** Ref value and ARN, as patterns. */
  readonly ref: string;
  readonly arn?: string;
  /** Construct path (aws:cdk:path) or template path. */
  readonly where: string;
}

/** A dimension of a metric whose value refers to resources of the same stack. */
export interface DimensionReference {
  /** Name of the dimension. */
  readonly dimension: string;
  /** Place of the metric among the alarm's; 0 for an alarm on one metric. */
  readonly metric: number;
  readonly logicalIds: readonly string[];
}

/** One stack of an assembly. */
export interface StackFacts {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly resources: readonly TemplateResource[];
  /** Template Metadata. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Path of the nested assembly (stage) the stack belongs to, empty for the root assembly. */
  readonly stage: string;
  /** ARN of the role that the deployment assumes to deploy the stack (the manifest's assumeRoleArn), if any. */
  readonly deployRole?: string;
  /** ARN of the role that CloudFormation runs the stack as; absent means as whoever deploys it. */
  readonly executionRole?: string;
  readonly where: string;
}

/** Somebody acknowledged a finding of the prover in the app; the theorem counts as refuted, whatever the proof says. */
export interface Acknowledgement {
  /** A theorem's id, or `*` where every finding of the prover is acknowledged. */
  readonly theorem: string;
  readonly reason: string;
  /** Construct path, or the file of the assembly that shows it. */
  readonly where: string;
}

/** A resource that is as this package makes it from the properties that the input states. */
export interface MachineryPart {
  /** ARN or pattern. */
  readonly arn: string;
  /** CloudFormation type name. */
  readonly type: string;
  readonly account: string;
  readonly where: string;
}

/** What a platform was made from, as its organization stack states it and a snapshot keeps it. */
export interface DeployedPlatform {
  /** Version of this package that made it. */
  readonly packageVersion: string;
  /** Properties of the platform as plain JSON. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Everything a proof rests on. */
export interface World {
  readonly subject: { readonly digest: string; readonly source: 'assembly' | 'snapshot' };
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly accounts: readonly Account[];
  readonly policies: readonly OrganizationPolicy[];
  readonly delegatedAdministrators: readonly { readonly servicePrincipal: string; readonly accountId: string }[];
  /** Identity Center is present and managed from the management account (or its delegated administrator). */
  readonly identityCenter: boolean;
  /** Stack sets with service-managed permissions are in use: whoever administers them reaches every member account. */
  readonly stackSets?: boolean;
  /**
   * Permission sets that nobody is assigned yet, each as the role it would make in the management account: whoever
   * assigns may assign them anywhere. Absent means none.
   */
  readonly assignable?: readonly Principal[];
  /** Role ARN patterns that people hold, beyond what the rules of reading find. */
  readonly humans: readonly string[];
  readonly exceptions: readonly Exception[];
  readonly unknowns: readonly Unknown[];
  /** What the reading itself takes for granted; absent means nothing. */
  readonly assumptions?: readonly { readonly id: string; readonly statement: string }[];
  /** Acknowledged theorems of an assembly; absent means none. */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** Stacks of an assembly; absent for a snapshot without one. */
  readonly stacks?: readonly StackFacts[];
  /** What the platform was made from that a snapshot says is deployed; absent where it says nothing. */
  readonly platform?: DeployedPlatform;
  /** What was proved by reconstruction; absent where nothing was. */
  readonly machinery?: readonly MachineryPart[];
}

/** What a verdict rests on, or an exception it makes. */
export interface Note {
  readonly id: string;
  readonly statement: string;
}
