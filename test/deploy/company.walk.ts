import { join } from 'node:path';
import { readPlatform } from '../../lib/config';
import { setupPlatform } from '../../lib/setup';
import { counts } from './cloud/quotas';
import {
  accountOf,
  ALREADY_THERE,
  approval,
  approveAll,
  beginCompany,
  type Company,
  pushTo,
  signedIn,
} from './walk/company';
import { firstNight } from './walk/nightly';
import { quickenPolicies } from './walk/pace';
import { type Answered, asking, type Person, type Request, typeAs } from './walk/people';
import { readmeSteps } from './walk/readme';
import { ROOT } from './walk/team';
import { tellWalk } from './walk/tell';
import { wayToSynthesis } from './walk/way';

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
    await wayToSynthesis(company);
    const { team } = company;
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

  it('go on side by side, up to the approvals of their teams', async () => {
    for (const application of ['search', 'storefront'])
      expect(pushTo(company, application, 'alice@example.com', 'Begin')).toEqual([application]);
    await company.played.pipelines.run();
    const asked = ['checkout', 'refunds', 'search', 'storefront'].map((one) => [one, company.releases(one).asked()]);
    expect(Object.fromEntries(asked)).toEqual({
      ...{ checkout: ['ReleaseManager', 'BusinessOwner'], refunds: ['ReleaseManager', 'BusinessOwner'] },
      ...{ search: ['ReleaseManager'], storefront: ['ReleaseManager', 'BusinessOwner'] },
    });
  });

  it('are approved by their own team, and go out', async () => {
    const released = ['checkout', 'refunds', 'search', 'storefront'];
    await approveAll(company, ...released);
    const ends = released.map((one) => company.releases(one).latest()).map(({ status, summary }) => [status, summary]);
    expect(ends).toEqual(released.map(() => ['Succeeded', '']));
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
  const reading = (who: Person, application: string, kind: string): Request => {
    const account = accountOf(company, application, kind);
    const [name] = [...company.played.cloud.named('AWS::DynamoDB::Table', account).keys()];
    const resource = here('dynamodb', `table/${name}`, account);
    return { who, command: `aws dynamodb scan --table-name ${resource}`, action: 'dynamodb:Scan', resource };
  };
  const person = (user: string, set: string, of?: [application: string, kind: string]): Person =>
    signedIn(company, `${user}@example.com`, set, of && accountOf(company, ...of));

  const REFUSED: readonly [string, () => Request][] = [
    ['its approver approves nothing', () => approving(person('erin', 'search-ReleaseManager'), 'checkout')],
    ['nor sees what waits', () => looking(person('erin', 'search-ReleaseManager'), 'checkout')],
    ['nor starts anything', () => starting(person('erin', 'search-ReleaseManager'), 'checkout')],
    ['its developer approves nothing', () => approving(person('dave', 'search-DeveloperInProd'), 'checkout')],
    ['nor sees what waits', () => looking(person('dave', 'search-DeveloperInProd'), 'checkout')],
    ['nor reads a table', () => reading(person('dave', 'search-Developer', ['search', 'dev']), 'checkout', 'dev')],
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
    [
      'and reads a table in dev',
      () => reading(person('dora', 'payments-Developer', ['checkout', 'dev']), 'checkout', 'dev'),
    ],
    ['its own approver sees what waits', () => looking(person('erin', 'search-ReleaseManager'), 'search')],
  ];
  it.each(ALLOWED)('%s', async (_, request) => {
    const { decision, explained, because } = await ask(request());
    expect([decision, explained, because]).toEqual(['allowed', 'allowed', because]);
  });
});

describe('an account that applications share', () => {
  const ACCOUNT = '302010000003';
  const role = (rest: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/guarded/pipeline/${rest}`;
  const machine = (arn: string): Person => ({ user: 'AWSCodeBuild', role: arn });
  const STACK = 'search-prod-eu-west-2-notes';

  const deleting = (application: string): Request => {
    const { id } = company.played.stacks.get({ account: ACCOUNT, region: 'eu-west-2' }, STACK);
    return {
      who: machine(role(`cdk-guarded-deploy-${application}.eu-west-2`)),
      command: `aws cloudformation delete-stack --region eu-west-2 --stack-name ${STACK} --role-arn ${role(`cdk-guarded-cfn-exec-${application}.eu-west-2`)}`,
      action: 'cloudformation:DeleteStack',
      resource: id,
    };
  };
  const becoming = (application: string): Request => {
    const resource = role(`cdk-guarded-deploy-${application}.eu-west-2`);
    return {
      who: machine(role('ranking-deploy-prod', TOOLING)),
      command: `aws sts assume-role --role-arn ${resource} --role-session-name walk`,
      action: 'sts:AssumeRole',
      resource,
    };
  };

  it.each([
    ['deploys nothing into the stacks of another', () => deleting('ranking')],
    ["takes no other one's role", () => becoming('search')],
  ])("one's pipeline %s", async (_, request) => {
    const { decision, explained, said } = await ask(request());
    expect([decision, explained]).toEqual(['denied', 'denied']);
    expect(said).toContain('is not authorized to perform: ');
    expect(company.played.stacks.find({ account: ACCOUNT, region: 'eu-west-2' }, STACK)?.status).toBe(
      'CREATE_COMPLETE',
    );
  });

  it('but takes its own', async () => {
    const { decision, explained } = await ask(becoming('ranking'));
    expect([decision, explained]).toEqual(['allowed', 'allowed']);
  });

  it("takes one's release back where its alarm fires, while another's goes on beside it", async () => {
    pushTo(company, 'search', 'alice@example.com', 'Search by name');
    pushTo(company, 'ranking', 'bob@example.com', 'Begin');
    await company.played.pipelines.run();
    company.ailing.add('search');
    await approveAll(company, 'search', 'ranking');
    const [search, ranking] = [company.releases('search'), company.releases('ranking')];
    expect([search.latest().type, search.rolledBack()]).toEqual(['ROLLBACK', ['Prod-everything Succeeded']]);
    expect(ranking.latest()).toMatchObject({ status: 'Succeeded', summary: '' });
    const left = company.played.stacks
      .in({ account: ACCOUNT, region: 'eu-west-2' })
      .map(({ name, status }) => [name, status]);
    // What search changed touches no resource, so that its stack stands as its first release made it.
    expect(Object.fromEntries(left)).toMatchObject({
      ...{ [STACK]: 'CREATE_COMPLETE', 'ranking-prod-eu-west-2-notes': 'CREATE_COMPLETE' },
    });
  });

  it('keeps what became of each in one table, where a team finds its own', async () => {
    const own = signedIn(company, 'carol@example.com', 'search-ReleaseManager');
    const { code, out } = await typeAs(company.team, own, 'npx guarded change list --application search');
    expect([code, out]).toEqual([0, expect.stringMatching(/search-2[^]*search-1/)]);
    const others = await typeAs(company.team, own, 'npx guarded change list --application checkout');
    expect(others.out).toContain('is not authorized to perform: dynamodb:Query');
    expect(others.code).not.toBe(0);
  });
});
