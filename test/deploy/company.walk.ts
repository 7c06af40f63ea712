import { join } from 'node:path';
import { readPlatform } from '../../lib/config';
import { setupPlatform } from '../../lib/setup';
import { counts } from './cloud/quotas';
import { accountOf, ALREADY_THERE, approval, beginCompany, type Company, pushTo, signedIn } from './walk/company';
import { firstNight } from './walk/nightly';
import { quickenPolicies } from './walk/pace';
import { type Answered, asking, type Person, type Request } from './walk/people';
import { readmeSteps } from './walk/readme';
import { ROOT } from './walk/team';
import { tellWalk } from './walk/tell';
import { connect, write } from './walk/walk';

const TOOLING = '111111111111';

let company: Company;
let ask: (request: Request) => Promise<Answered>;

beforeAll(async () => void (company = await beginCompany()));
afterAll(() => company.leave());

const here = (service: string, rest: string, account = TOOLING): string =>
  `arn:aws:${service}:eu-west-2:${account}:${rest}`;

/** Commands by hand that are the same for every platform, and those that are one an account or one a prod region. */
function byAccount(file: string): number {
  const { accounts, prod } = setupPlatform(readPlatform(join(ROOT, file)).config);
  return accounts.length + prod.flatMap(({ regions }) => regions).length;
}

function tellStacks(step: string): void {
  const { stacks, cloud } = company.played;
  const standing = stacks.every().filter(({ status }) => /^(CREATE|UPDATE)_COMPLETE$/.test(status));
  const accounts = new Set(standing.map(({ at }) => at.account)).size;
  tellWalk(
    `    ${step}: ${standing.length} stacks stand in ${accounts} of ${cloud.organization.accounts().length} accounts`,
  );
}

describe('twelve applications of three teams', () => {
  it('1–5 are described, and synthesized', async () => {
    const { walker, played, team } = company;
    for (const number of [1, 2]) await walker.take(number);
    played.preparations.connections.set(await connect(company), 'AVAILABLE');
    await walker.take(4);
    await write(company);
    quickenPolicies(join(team.folder, 'cdk.out'));
    ask = asking(team, join(team.folder, 'cdk.out'));
  });

  it('6 prepares every account', async () => {
    await company.walker.take(6);
    tellStacks('prepared');
  });

  it('7 makes the evidence, one change control for all, and the pipelines', async () => {
    await company.walker.take(7);
    tellStacks('delivered');
    const functions = [...company.played.cloud.named('AWS::Lambda::Function', TOOLING).keys()];
    expect(functions.filter((name) => !name.startsWith('control-'))).toEqual([]);
    expect(company.played.pipelines.names()).toHaveLength(13);
  });

  it('8–10 move the accounts, some into a unit within a unit, and close the fence', async () => {
    for (const number of [8, 9, 10]) await company.walker.take(number);
    tellStacks('fenced');
    const { played, team, config } = company;
    expect(played.cloud.organization.pathOf(accountOf(company, 'checkout', 'prod'))).toBe(
      'o-abc123defg/r-ab12/ou-ab12-prod0000/ou-ab12-prodpay0/',
    );
    await firstNight(played, join(team.folder, 'cdk.out'), config.organization.accounts);
  });

  it('take as many commands by hand as the README says: so many for every platform, and one an account and a prod region', () => {
    const fixed = readmeSteps().byHand - byAccount('platform.yaml');
    const snapshot = 2; // step 11, which the walk of the platform's own releases takes
    expect(company.walker.typed + snapshot + ALREADY_THERE).toBe(fixed + byAccount('examples/company/platform.yaml'));
  });

  it('fill no account', () => {
    for (const { account, stacks, resources, roles, policies } of counts(company.played.cloud, company.played.stacks))
      tellWalk(
        `    ${account}: ${roles} of 1,000 roles, ${policies} of 1,500 policies, ${resources} resources, ${stacks} stacks`,
      );
    const { roles } = counts(company.played.cloud, company.played.stacks).find(({ account }) => account === TOOLING)!;
    expect(roles).toBeLessThan(200);
  });
});

describe('first releases', () => {
  it('begin for a push to their own folder alone', () => {
    expect(pushTo(company, 'checkout', 'alice@example.com', 'Take cards')).toEqual(['checkout']);
    expect(pushTo(company, 'refunds', 'bob@example.com', 'Give money back')).toEqual(['refunds']);
  });
});

describe('what is of another team', () => {
  /** Somebody asks for something of an application, by what they type. */
  const approving = (who: Person, application: string): Request => ({
    who,
    command: approval(application, 'ReleaseManager', 'no-token'),
    action: 'codepipeline:PutApprovalResult',
    resource: here('codepipeline', `${application}/Approve/ReleaseManager`),
  });
  const looking = (who: Person, application: string): Request => ({
    who,
    command: `aws codepipeline get-pipeline-state --name ${application}`,
    action: 'codepipeline:GetPipelineState',
    resource: here('codepipeline', application),
  });
  const starting = (who: Person, application: string): Request => ({
    who,
    command: `aws codepipeline start-pipeline-execution --name ${application}`,
    action: 'codepipeline:StartPipelineExecution',
    resource: here('codepipeline', application),
  });
  const person = (user: string, set: string, of?: [application: string, kind: string]): Person =>
    signedIn(company, `${user}@example.com`, set, of && accountOf(company, ...of));

  const REFUSED: readonly [string, () => Request][] = [
    ['its approver approves nothing', () => approving(person('erin', 'search-ReleaseManager'), 'checkout')],
    ['nor sees what waits', () => looking(person('erin', 'search-ReleaseManager'), 'checkout')],
    ['nor starts anything', () => starting(person('erin', 'search-ReleaseManager'), 'checkout')],
    ['its developer approves nothing', () => approving(person('dave', 'search-DeveloperInProd'), 'checkout')],
    ['nor sees what waits', () => looking(person('dave', 'search-DeveloperInProd'), 'checkout')],
    ['nor does a third team', () => approving(person('sam', 'shop-ReleaseManager'), 'search')],
    ['its own developer approves nothing', () => approving(person('dora', 'payments-DeveloperInProd'), 'checkout')],
  ];
  it.each(REFUSED)('%s', async (_, request) => {
    const { decision, said, explained, because } = await ask(request());
    expect([decision, explained]).toEqual(['denied', 'denied']);
    expect(said).toMatch(/ is not authorized to perform: \S+ on resource: \S+ (because no|with an explicit deny in)/);
    expect(because).toContain('because');
  });

  const ALLOWED: readonly [string, () => Request][] = [
    ['its own developer sees what waits', () => looking(person('dora', 'payments-DeveloperInProd'), 'checkout')],
    ['its own approver sees what waits', () => looking(person('erin', 'search-ReleaseManager'), 'search')],
  ];
  it.each(ALLOWED)('%s', async (_, request) => {
    const { decision, explained, because } = await ask(request());
    expect([decision, explained, because]).toEqual(['allowed', 'allowed', because]);
  });
});
