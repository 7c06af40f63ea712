import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain, describeAssembly } from '../../../lib/prover';
import { shippedExample } from '../../_helpers/shipped-example';

const root = join(__dirname, '../../..');

/** Sources whose texts people read: in a pipeline, a record, a notice, an answer of change control, or from the command. */
const TOLD = [
  ...['lib/change', 'lib/runtime', 'constructs/pipeline/script', 'lib/continuous', 'lib/sandbox'],
  ...['lib/setup', 'lib/plan', 'lib/diff/impact'],
];

const TOOLING = '111111111111';
const AUDIT = '222222222222';
const DEV = '333333333333';

/** A request that a message sends its reader to, and the permission sets of those who read it. */
interface Advised {
  readonly who: readonly string[];
  readonly action: string;
  readonly resource: string;
  readonly account?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

const inTooling = (service: string, rest: string): string => `arn:aws:${service}:eu-west-2:${TOOLING}:${rest}`;

/** The command calls a function by its address, signed. */
function command(who: readonly string[]): Advised[] {
  const resource = inTooling('lambda', 'function:orders-freeze');
  return [
    { who, action: 'lambda:InvokeFunctionUrl', resource, context: { 'lambda:FunctionUrlAuthType': ['AWS_IAM'] } },
    { who, action: 'lambda:InvokeFunction', resource, context: { 'lambda:InvokedViaFunctionUrl': ['true'] } },
  ];
}

const READERS = ['DeveloperInProd', 'OnCall', 'ReleaseManager', 'BusinessOwner', 'Operator', 'Auditor'];
const records = { action: 'dynamodb:Query', resource: inTooling('dynamodb', 'table/orders-changes') };
const log = { action: 'logs:FilterLogEvents', resource: inTooling('logs', 'log-group:/aws/lambda/orders-gate:*') };
const approve = (who: string): Advised => ({
  who: [who],
  action: 'codepipeline:PutApprovalResult',
  resource: inTooling('codepipeline', `orders/Approve/${who}`),
});

/** What messages advise, and what AWS is asked by whoever follows; nothing where it is about the repository or about people. */
const ADVICE: readonly (readonly [RegExp, readonly Advised[]])[] = [
  [/`guarded change unfreeze/, command(['ReleaseManager'])],
  [/`guarded change continue/, command(['ReleaseManager'])],
  [/`guarded change rollback/, command(['OnCall', 'ReleaseManager'])],
  [/`guarded change (list|show)/, [{ who: READERS, ...records }]],
  [/[Aa]pprove|answer in the pipeline/, [approve('ReleaseManager'), approve('BusinessOwner')]],
  [/[Ll]ook into the log/, [{ who: READERS, ...log }]],
  [
    /Look at the alarms of the continuous proof/,
    [{ who: ['Auditor'], action: 'cloudwatch:DescribeAlarms', resource: '*', account: AUDIT }],
  ],
  [/release (it |or ask )?again|[Rr]elease a (change|fix)|release what|release the (platform|revert)/i, []],
  [/start a new release/i, []],
  [/(merge|push|revert|take the commit|give every commit)/i, []],
  [/(configuration|platform\.yaml|identities|SkipInRollback|what they name|leaves them out)/i, []],
  [/\bask (the|these|somebody|a|two)\b/i, []],
  [/sign (in|the request)|full clone|days and times/i, []],
  [/npx guarded snapshot/, []],
  // Told to whoever writes the platform's repository: a release that people approve, and then another one.
  [/the release before accept it|npx guarded upgrade|release this again/, []],
  [
    /Look whether it is locked/,
    [{ who: ['Developer'], action: 's3:GetObjectRetention', resource: 'arn:aws:s3:::orders-lease/x', account: DEV }],
  ],
  [/Ask (for|\$\{lease)/, []],
  // Told to whoever administers an account before the fence, or one that none is around.
  [/higher quota|builds that may run|it under organization|deploy the sandbox stack|that was made in platform/, []],
  // Told to whoever writes the app, or administers management, whom no control policy binds.
  [/made$|an account and a region|look at what is lost|out of (its|the) unit|workload make it|run in the pipeline/, []],
  // Out of its unit no policy of the organization binds the account any more: who may move it is management's administrator.
  [/restore the table/, []],
  [/(send traffic|wait for|try again|let a person|reason)/i, []],
];

/** Words that begin what a reader is told to do. */
const WORDS =
  'Ask Approve Deploy Give Let Look Map Merge Mend Name Push Release Restore Retry Revert Run Send Sign Start Take Try Wait'.split(
    ' ',
  );
const anyOf = (words: readonly string[]): string => words.join('|');
const IMPERATIVE = new RegExp(
  `(?:^|[.:;] )(?:${anyOf(WORDS)}) [^.]*|(?:[:;] |, then | or )(?:${anyOf(WORDS.map((word) => word.toLowerCase()))}) [^.]*`,
  'g',
);

function textsOf(file: string): string[] {
  const code = readFileSync(file, 'utf8').replace(/^\s*(\/\/|\/?\*).*$/gm, '');
  const found = [...code.matchAll(/(['"`])((?:\\.|(?!\1)[^\\])*)\1/gs)].map(([, , text = '']) => text);
  return found.filter((text) => text.includes(' ')).map((text) => text.replaceAll('\\`', '`'));
}

const texts = TOLD.flatMap((folder) =>
  readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => textsOf(join(root, folder, file))),
);

it.each(ADVICE.map(([says]) => [says]))('some message says %s', (says) => {
  expect(texts.some((text) => says.test(text))).toBe(true);
});

it('knows what every message advises', () => {
  const advised = texts.flatMap((text) => text.match(IMPERATIVE) ?? []);
  expect(advised.filter((one) => !ADVICE.some(([says]) => says.test(one)))).toEqual([]);
});

it('tells whoever is to restore the table who may let them', () => {
  const told = texts.filter((text) => /restore the table/.test(text));
  expect(told).not.toEqual([]);
  expect(told.filter((text) => !text.endsWith('restore the table. ${RESTORING}') && !/^Behind/.test(text))).toEqual([]);
});

const build = (name: string): Advised => ({
  who: READERS,
  action: 'logs:FilterLogEvents',
  resource: inTooling('logs', `log-group:/aws/codebuild/${name}:*`),
});

/** What the README tells people to do when something happens. */
const README: typeof ADVICE = [
  [/read the log of \*Verify\*/, [build('orders-verify')]],
  [/read the log of that build, `\/aws\/codebuild\/orders-deploy-prod`/, [build('orders-deploy-prod')]],
  [/answer in the pipeline; each approval/, [approve('ReleaseManager'), approve('BusinessOwner')]],
  [/`guarded change show`/, [{ who: READERS, ...records }]],
  [/`guarded change continue` or `rollback`/, command(['ReleaseManager'])],
  [/`guarded change freeze`/, command(['OnCall', 'ReleaseManager'])],
];

it.each(README.map(([says]) => [says]))('the README says %s', (says) => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(/### When something happens\n([^]*?)\n## /.exec(readme)![1]).toMatch(says);
});

describe('whoever reads it may do it', () => {
  let world: ReturnType<typeof describeAssembly>;

  beforeAll(() => void (world = describeAssembly(shippedExample())), 900_000);

  const asked = [...ADVICE, ...README].flatMap(([says, all]) =>
    all.flatMap((one) => one.who.map((set) => [String(says), set, one] as const)),
  );

  it.each(asked)('%s: %s', (_, set, { action, resource, account = TOOLING, context = {} }) => {
    const principal = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${set}_*`;
    expect(explain(world, { principal, action, resource, context }).decision).toBe('allowed');
  });

  it('is a question that can be answered by no', () => {
    const principal = `arn:aws:iam::${TOOLING}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReleaseManager_*`;
    const no = [
      ['codepipeline:RetryStageExecution', inTooling('codepipeline', 'orders/Gate')],
      ['dynamodb:RestoreTableToPointInTime', records.resource],
      ['cloudformation:UpdateStack', inTooling('cloudformation', 'stack/guarded-pipeline-orders/x')],
    ] as const;
    for (const [action, resource] of no)
      expect(explain(world, { principal, action, resource, context: {} }).decision).toBe('denied');
  });
});
