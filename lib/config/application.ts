import { z } from 'zod';
import { availability } from './availability';
import { build } from './build';
import { chat } from './chat';
import { imageScan } from './image-scan';
import { notify } from './notify';
import { sandbox } from './sandbox';
import { toolingAccount } from './tooling';
import {
  accountId,
  APPROVERS,
  date,
  DAYS,
  KINDS,
  name,
  region,
  RUNNERS,
  some,
  text,
  timeOfDay,
  timeZone,
  unit,
  word,
  exampleArn,
} from './fields';

/** A repository as it may stand in the file. */
export const REPOSITORY = {
  connection: exampleArn('codeconnections:eu-west-2:111111111111:connection/12345678-1234-1234-1234-123456789012'),
  name: 'example/orders',
};

/** A window as it may stand in the file. */
export const WINDOW = { timeZone: 'Europe/London', open: [{ days: ['Mon', 'Tue'], from: '09:00', to: '16:00' }] };

/** Where a source comes from. */
export const repository = z
  .strictObject({
    connection: text(
      /^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/,
      'write the ARN of a CodeConnections connection in the tooling account',
      'ARN of the connection that reads the repository (CodeConnections, tooling account).',
    ),
    name: text(
      /^[\w.-]+(\/[\w.-]+)+$/,
      'write owner and repository: example/orders',
      'Owner and repository: example/orders.',
    ),
    branch: text(/^[\w./-]+$/, 'write the name of a branch: main', 'Protected branch that releases come from.').default(
      'main',
    ),
  })
  .meta({
    description:
      'Where the source comes from. The pipeline itself is not in it, so no commit can edit its approval away.',
    examples: [REPOSITORY],
  });

const environment = z
  .strictObject({
    name,
    kind: word(KINDS, 'dev and test are written by people; prod by the pipeline alone.'),
    account: accountId,
    unit: unit.optional().meta({
      description:
        'Unit that the account is in, where `units` names several of its kind. Default: the one of its kind.',
    }),
    regions: some(region, 'write a list of at least one region: [eu-west-2]'),
    globalRegion: region.optional().meta({
      description:
        'Region of support stacks beside the workload, us-east-1: certificates and web ACLs of CloudFront, Lambda@Edge. They deploy first. Default: none.',
    }),
    shared: z
      .boolean({ error: 'write true where other applications live in the account, or leave shared out' })
      .optional()
      .meta({
        description:
          'Whether the account holds applications beside this one, of the same team: each has its own roles and deploys its own stacks alone. Default: false.',
      }),
    tests: z
      .array(z.string(), { error: 'write a list of commands: [npm run test:integration]' })
      .default([])
      .meta({ description: 'Commands of the source that test what was deployed; a failure ends the way to prod.' }),
  })
  .meta({
    description: 'One environment: an account, its own or shared, in one region or more.',
    examples: [{ name: 'prod', kind: 'prod', account: '666666666666', regions: ['eu-west-2'] }],
  });

const wave = z
  .strictObject({
    name,
    environment: z
      .string({ error: 'write the name of a prod environment of this application' })
      .meta({ description: 'A prod environment of this application.' }),
    regions: some(region, 'write at least one region, or leave regions out for all of the environment')
      .optional()
      .meta({ description: 'Regions that deploy in this wave. Default: all of the environment.' }),
    after: z
      .array(z.string(), { error: 'write names of waves: [one-box]' })
      .optional()
      .meta({ description: 'Waves that must have baked before. Default: the wave above.' }),
  })
  .meta({
    description: 'Regions of one prod environment that deploy together, bake together and roll back together.',
    examples: [{ name: 'one-box', environment: 'prod', regions: ['eu-west-2'] }],
  });

const opening = z
  .strictObject({
    days: some(word(DAYS, 'A day of the week.'), `write days: [${DAYS.slice(0, 4).join(', ')}]`),
    from: timeOfDay,
    to: timeOfDay,
  })
  .meta({ examples: WINDOW.open });

export const window = z
  .strictObject({
    timeZone,
    open: some(
      opening,
      "write at least one opening, or prod never deploys: [{ days: [Mon], from: '09:00', to: '16:00' }]",
    ),
    holidays: z
      .array(date, { error: 'write a list of days: [2026-12-25]' })
      .default([])
      .meta({ description: 'Days on which the window stays shut.' }),
    calendars: z
      .array(
        text(
          /^(arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:document\/)?[\w.-]{3,128}$/,
          'write the name or ARN of a Change Calendar',
          'A Change Calendar of Systems Manager.',
        ),
        { error: 'write a list of Change Calendars' },
      )
      .default([])
      .meta({ description: 'Change Calendars (Systems Manager) that must be open as well.' }),
  })
  .meta({ description: 'When prod may change. A rollback needs no window.', examples: [WINDOW] });

/** Who lets a release go live. */
export const approvers = some(
  word(APPROVERS, 'Persona with an approval of its own.'),
  `write at least one of ${APPROVERS.join(', ')}`,
).meta({ description: 'Personas that must all approve a release.' });

/** Who an author is, where commits and Identity Center call them differently. */
export const identities = z
  .record(z.string(), z.string({ error: 'write a user name of Identity Center' }), {
    error: 'write e-mail addresses of commits, each with the user name in Identity Center',
  })
  .default({})
  .meta({
    description:
      'Other names of people: an e-mail address of commits, or the number of an account at a code host (github:12345), and the user name in Identity Center; a bot is a `machine`; a domain (@example.com) whose addresses are user names is `=`, one where the part before the @ is the user name is `local part`. Without any, addresses of the domain that approvers sign in with are user names. An approver who is an author is refused, so every author must be known.',
  });

/** Where a first release begins: everybody who wrote what came before need not be known. */
export const firstRelease = z
  .strictObject({
    after: text(
      /^[0-9a-f]{40}([0-9a-f]{24})?$/,
      'write the whole id of a commit, 40 hex digits',
      'Commit after which the first change begins; what came before is taken as it stands.',
    ),
  })
  .optional()
  .meta({
    examples: [{ after: '0123456789abcdef0123456789abcdef01234567' }],
    description:
      'For a repository that is older than its guarded prod: the commit after which the first change begins. The record names it, and the authors before it need not be known.',
  });

const runbook = z
  .strictObject({
    document: text(
      /^[\w.-]{3,128}$/,
      'write the exact name of an SSM Automation document: orders-redrive',
      'Exact name of an SSM Automation document in the prod accounts.',
    ),
    functions: z
      .array(
        text(
          /^[\w-]{1,64}$/,
          'write the exact name of a function: orders-redrive',
          'Function of the workload, by its exact name.',
        ),
        { error: 'write names of functions: [orders-redrive]' },
      )
      .default([])
      .meta({ description: 'Functions of the workload that the document calls; they write with their own roles.' }),
    personas: some(word(RUNNERS, 'Persona that may start it.'), `write at least one of ${RUNNERS.join(', ')}`).default([
      ...RUNNERS,
    ]),
  })
  .meta({
    description: 'A named remedy: what people on call may start in prod beside reading it.',
    examples: [{ document: 'orders-redrive', functions: ['orders-redrive'] }],
  });

const BAKE = 'write whole minutes from 1 to 180 (CloudFormation monitors a rollback no longer)';

/** One application: where its source is, where it runs, who lets it go live, and when. */
export const application = z
  .strictObject({
    name: name
      .refine((given) => given !== 'platform', {
        error: 'write another name: the platform itself is deployed under this one',
      })
      // Control policies know the roles that deploy by it; trusts know each by its whole name.
      .refine((given) => !/-deploy(-|$)/.test(given), {
        error: "write a name without '-deploy': the names of the roles that deploy hold it",
      }),
    team: z.string({ error: 'write the name of a team listed under teams' }).optional().meta({
      description:
        'Team that it belongs to; its people alone develop, approve and run it. Default: the personas of the whole platform.',
    }),
    tooling: toolingAccount(
      'Account that holds its pipeline and change control. Default: that of its team, else the one of the platform.',
    ),
    repository,
    workload: z
      .string({ error: 'write the path of the folder or module that exports addWorkload' })
      .min(1, { error: 'write the path of the folder or module, or leave workload out' })
      .optional()
      .meta({
        description: 'Module synthesized beside the platform so that the proof covers both: ./examples/orders.',
      }),
    build,
    environments: some(environment, 'write a list of at least one environment'),
    waves: z
      .array(wave, { error: 'write a list of waves' })
      .default([])
      .meta({ description: 'The order in which prod changes.' }),
    approvers,
    window,
    identities,
    firstRelease,
    images: z.boolean({ error: 'write true or false' }).default(false).meta({
      description:
        'Whether the source builds container images (fromAsset, DockerImageAsset). The build of the pipeline then has docker, builds each once, Verify has each scanned, and prod runs these very images.',
    }),
    imageScan,
    runbooks: z
      .array(runbook, { error: 'write a list of runbooks: [{ document: orders-redrive }]' })
      .default([])
      .meta({ description: 'What people on call may start in prod beside reading it.' }),
    availability,
    chat,
    notify,
    sandbox,
    bakeMinutes: z
      .int({ error: BAKE })
      .min(1, { error: BAKE })
      .max(180, { error: BAKE })
      .default(30)
      .meta({ description: 'How long each wave is watched before the next begins, in minutes, 1 to 180.' }),
  })
  .meta({
    examples: [
      {
        name: 'orders',
        repository: REPOSITORY,
        environments: [{ name: 'prod', kind: 'prod', account: '666666666666', regions: ['eu-west-2'] }],
        waves: [{ name: 'everything', environment: 'prod' }],
        approvers: ['ReleaseManager'],
        window: WINDOW,
        availability: { objective: 99.98 },
      },
    ],
  });
