import { z } from 'zod';
import {
  application,
  approvers,
  firstRelease,
  identities,
  repository,
  REPOSITORY,
  window,
  WINDOW,
} from './application';
import { chat } from './chat';
import { checks } from './rule-packs';
import { notify } from './notify';
import { continuousProof } from './continuous-proof';
import { include } from './include';
import { toolingAccount } from './tooling';
import { trustedServiceRoles } from './trusted-roles';
import { stackSets } from './stack-sets';
import { upgrade } from './upgrade';
import {
  accountId,
  ATTACH,
  CHANGE_CONTROLS,
  PERSONAS,
  region,
  some,
  text,
  unit,
  UNITS,
  word,
  exampleArn,
} from './fields';

const accounts = z
  .strictObject({
    management: accountId,
    tooling: accountId,
    audit: accountId,
  })
  .meta({
    description: 'The three accounts every organization here has; none of them runs a workload.',
    examples: [{ management: '100000000000', tooling: '111111111111', audit: '222222222222' }],
  });

const someUnits = z.union([unit, some(unit, UNITS)], { error: UNITS }).meta({
  description:
    'Id of the organizational unit that holds these accounts, at any depth: ou-ab12-11111111; or a list of ids.',
});

const units = z.strictObject({ prod: someUnits, tooling: unit, audit: unit, dev: someUnits, test: someUnits }).meta({
  description: 'Units that the guardrails attach to; prod, tooling and audit are guarded.',
  examples: [
    {
      prod: 'ou-ab12-prod0000',
      tooling: 'ou-ab12-tooling0',
      audit: 'ou-ab12-audit000',
      dev: 'ou-ab12-dev00000',
      test: 'ou-ab12-test0000',
    },
  ],
});

const identityCenter = z
  .strictObject({
    instanceArn: text(
      /^arn:aws[a-z-]*:sso:::instance\/(sso)?ins-[a-zA-Z0-9.-]{16}$/,
      'write the ARN of the Identity Center instance: arn:aws:sso:::instance/ssoins-1234567890abcdef',
      'ARN of the Identity Center instance (`aws sso-admin list-instances`).',
    ),
    identityStoreId: text(
      /^(d-[0-9a-f]{10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
      'write the id of the identity store: d-1234567890',
      'Id of the identity store (`aws sso-admin list-instances`).',
    ),
    permissionSetPrefix: text(
      /^(?=.{1,16}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      'write lower-case letters, digits and single hyphens, at most 16 characters: acme',
      'Begins the names of the permission sets of the whole platform, acme-Developer, where others have sets called like the personas. Default: none. Choose before the first deployment: other names are other sets.',
    ).optional(),
  })
  .meta({
    description: 'IAM Identity Center: where people sign in.',
    examples: [{ instanceArn: exampleArn('sso:::instance/ssoins-1234567890abcdef'), identityStoreId: 'd-1234567890' }],
  });

const organization = z
  .strictObject({
    id: text(/^o-[a-z0-9]{10,32}$/, "write the organization's id: o-abc123defg", "The organization's id."),
    root: text(/^r-[0-9a-z]{4,32}$/, 'write the id of the root: r-ab12', "Id of the organization's root."),
    region: region.meta({ description: 'Home region of pipelines, evidence and Identity Center.' }),
    accounts,
    units,
    attach: word(
      ATTACH,
      'What the control policies attach to: the units with whatever is in them, or the accounts of this file alone, wherever they are: a step on the way of an organization that exists.',
    ).default('units'),
    identityCenter,
    trustedServiceRoles,
    stackSets,
  })
  .meta({
    description: 'The AWS organization that the environments live in.',
    examples: [{ id: 'o-abc123defg', root: 'r-ab12', region: 'eu-west-2' }],
  });

const groupId = text(
  /^([0-9a-f]{10}-)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  'write the id of a group of the identity store: 11111111-1111-1111-1111-111111111111',
  'Id of the group in the identity store.',
);

const groups = z.record(z.string(), groupId, { error: 'write names of groups, each with its id' }).meta({
  description: 'Groups of Identity Center, by the names that this file uses for them.',
  examples: [{ developers: '11111111-1111-1111-1111-111111111111' }],
});

const group = z.string({ error: 'write the name of a group listed under groups' });

const persona = z.array(group, { error: 'write a list of groups: [developers]' });

const whoIsWho = z.strictObject(
  Object.fromEntries(PERSONAS.map((key) => [key, persona.default([])])) as Record<
    (typeof PERSONAS)[number],
    z.ZodDefault<typeof persona>
  >,
);

const personas = whoIsWho.meta({
  examples: [{ Developer: ['developers'], ReleaseManager: ['release-managers'] }],
  description:
    'Who is who: the groups behind each persona. A persona without groups is held by nobody. With teams, Operator and Auditor see all applications, the others those of no team.',
});

const team = whoIsWho.extend({
  tooling: toolingAccount(
    'Account that holds the pipelines and the change control of its applications. Default: the one of the platform.',
  ),
});

const teams = z
  .record(z.string(), team, {
    error: 'write names of teams, each with its personas: { payments: { Developer: [payments-developers] } }',
  })
  .default({})
  .meta({
    description:
      'Teams, each with its own groups behind the personas. Who is in a team has nothing in the accounts and pipelines of another one. An application says to which it belongs.',
  });

const own = z.strictObject({ repository, approvers, window, identities, firstRelease, upgrade, notify, chat }).meta({
  examples: [{ repository: REPOSITORY, approvers: ['ReleaseManager'], window: WINDOW }],
  description: 'How changes of the platform itself reach tooling and audit. Without it they are made by hand.',
});

/** The whole platform.yaml. */
export const platform = z
  .strictObject({
    organization,
    groups,
    personas,
    teams,
    platform: own.optional(),
    checks,
    include,
    snapshot: z.string({ error: 'write the path of a file that `guarded snapshot` made' }).optional().meta({
      description:
        'What `guarded snapshot` collected: releases are proved within it until the continuous proof has collected its first snapshot.',
    }),
    changeControl: word(
      CHANGE_CONTROLS,
      'Whether each pipeline has a change control of its own, or all share one: an application such as the shipped one then takes 9 roles and 40 resources of the tooling account, in the place of 22 and 115. Choose before the first release: records stay where they were written.',
    ).default('own'),
    continuousProof,
    applications: some(application, 'write a list of at least one application, or include files that have some'),
  })
  .meta({
    title: 'platform.yaml',
    description: 'What cdk-guarded-environments builds: one organization and its applications.',
  });

/** platform.yaml as read, every default filled in. */
export type PlatformConfig = z.output<typeof platform>;
