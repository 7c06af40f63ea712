import { z } from 'zod';
import { KNOWN_ROLES, knownRoles } from '../contract/trusted-roles';
import type { TrustedRole } from '../contract/trusted-roles';
import { maintenanceRole } from '../guardrail/maintenance';
import { accountId, some, text, word } from './fields';

const ACTIONS = 'write a list of exact actions: [ec2:CreateSnapshot]';
const RESOURCES = "write a list of ARNs, as narrow as the actions allow: ['arn:*:ec2:*:*:snapshot/*']";
const ALLOW = "write what it may do: [{ actions: [ec2:CreateSnapshot], resources: ['arn:*:ec2:*:*:snapshot/*'] }]";
const ALLOWED = { actions: ['ec2:CreateSnapshot'], resources: ['arn:*:ec2:*:*:snapshot/*'] };
const ACCOUNTS = 'write a list of kinds of guarded accounts: [prod]';

const allow = z
  .strictObject({
    actions: some(z.string({ error: ACTIONS }), ACTIONS).meta({ description: 'Exact actions beyond reading.' }),
    resources: some(z.string({ error: RESOURCES }), RESOURCES).meta({ description: 'Patterns of ARNs.' }),
  })
  .meta({ examples: [ALLOWED] });

const role = z
  .strictObject({
    role: text(
      /^[\w+=,.@/-]+$/,
      'write the path and name of the role: service-role/AWSBackupDefaultServiceRole',
      'Path and name of the role, without patterns: service-role/AWSBackupDefaultServiceRole.',
    ),
    service: text(
      /^[a-z0-9-]+(\.[a-z0-9-]+)+$/,
      'write the host name of the service: backup.amazonaws.com',
      'Host name of the service that acts as it; nobody else can.',
    ),
    from: accountId.optional().meta({
      description: 'Account whose machinery assumes it for the service, as stack sets do. Default: the service alone.',
    }),
    why: text(/\S/, 'write what it is there for, in one line', 'What it is there for; the certificate prints it.'),
    accounts: some(word(['prod', 'tooling', 'audit'], 'A kind of guarded accounts.'), ACCOUNTS).default(['prod']),
    allow: some(allow, ALLOW).meta({ description: 'What it may do beyond reading.' }),
  })
  .meta({
    examples: [
      {
        role: 'service-role/AWSBackupDefaultServiceRole',
        service: 'backup.amazonaws.com',
        why: 'backups',
        allow: [ALLOWED],
      },
    ],
  });

/** Roles of services that go on writing in guarded accounts. */
export const trustedServiceRoles = z
  .strictObject({
    known: z.array(word(KNOWN_ROLES, 'Roles of a service by its name.')).default([]),
    roles: z.array(role, { error: 'write a list of roles, each with service, why and allow' }).default([]),
    maintenance: text(
      /^([\w+=,.@-]+\/)*[\w+=,.@-]+$/,
      'write the path and name of the role: OrganizationAccountAccessRole',
      'Role of each account by which management updates what prepares it (baseline, bootstraps, monitors) behind the fence, and nothing else: OrganizationAccountAccessRole. Default: none, an account leaves its unit for that.',
    ).optional(),
  })
  .default({ known: [], roles: [] })
  .meta({
    description:
      'Roles outside the machine paths that services of AWS act as in guarded accounts (Control Tower, Config, Backup, stack sets). Others only read there. Each is an exception in the certificate.',
    examples: [{ known: ['ControlTower'] }],
  });

/** All of them, those that are known by a word first. */
export function trustedRolesOf(
  { known, roles, maintenance }: z.output<typeof trustedServiceRoles>,
  management: string,
): TrustedRole[] {
  const maintaining = maintenance === undefined ? [] : [maintenanceRole(maintenance, management)];
  return [...[...new Set(known)].flatMap((each) => knownRoles(each, management)), ...roles, ...maintaining];
}
