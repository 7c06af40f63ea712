import { permissionSetRole } from '../cloud/effects/organization';
import { type Person, typeAs } from './people';
import { Releases } from './release';
import { Services } from './services';
import { type Ground, openGround } from './walk';

/** A company: its platform team, and the repositories of its product teams. */
export interface Company extends Ground {
  /** By the name of the repository. */
  readonly repositories: ReadonlyMap<string, Services>;
  readonly releases: (application: string) => Releases;
}

/**
 * The organization is older than the platform: one unit of prod lies within the other, two accounts stand in a unit that the
 * platform does not know, and one in its own unit already.
 */
const EXISTING = {
  within: { 'ou-ab12-prodpay0': 'ou-ab12-prod0000', 'ou-ab12-legacy00': 'ou-ab12-before00' },
  elsewhere: {
    'ou-ab12-before00': [],
    'ou-ab12-legacy00': ['303010000001', '303010000003'],
    'ou-ab12-dev00000': ['302010000001'],
  },
};

/** Accounts that need not be moved. */
export const ALREADY_THERE = 1;

/** Begins a walk with twelve applications of three teams. */
export async function beginCompany(): Promise<Company> {
  const ground = await openGround('examples/company/platform.yaml', '', EXISTING);
  const { applications, organization } = ground.config;
  const names = new Set(applications.map(({ repository }) => repository.name));
  const repositories = new Map(
    [...names].map((name) => [name, new Services(applications.filter(({ repository }) => repository.name === name))]),
  );
  for (const [name, { origin }] of repositories) ground.hosted.set(name, origin);
  const { tooling } = organization.accounts;
  const releases = (application: string): Releases => {
    const { team } = applications.find(({ name }) => name === application)!;
    return new Releases(ground.played, application, tooling, team);
  };
  const leave = (): void => {
    ground.leave();
    for (const repository of repositories.values()) repository.leave();
  };
  return { ...ground, repositories, releases, leave };
}

/** Account that an application has for an environment of a kind. */
export function accountOf({ config }: Company, application: string, kind: string): string {
  const { environments } = config.applications.find(({ name }) => name === application)!;
  return environments.find((one) => one.kind === kind)!.account;
}

/** Somebody signed in with a permission set, in tooling unless another account is said. */
export function signedIn({ config, played }: Company, user: string, set: string, account?: string): Person {
  const { tooling } = config.organization.accounts;
  return { user, role: permissionSetRole(set, account ?? tooling, played.cloud.home) };
}

/** Who answers the approvals of a team's applications, by the action's name. */
const DECIDERS: Readonly<Record<string, string>> = {
  ReleaseManager: 'carol@example.com',
  BusinessOwner: 'owen@example.com',
};

/** The stage in which people are asked. */
const STAGE = 'Approve';

/** Everybody of its team who is asked approves what waits, by the command line; then everything runs. */
export async function approveAll(company: Company, ...applications: readonly string[]): Promise<void> {
  for (const application of applications) {
    const { team } = company.config.applications.find(({ name }) => name === application)!;
    for (const action of company.releases(application).asked()) {
      const person = signedIn(company, DECIDERS[action]!, `${team}-${action}`);
      const state = await passed(company, person, `aws codepipeline get-pipeline-state --name ${application}`);
      await passed(company, person, approval(application, action, tokenIn(state, action)));
    }
  }
  await company.played.pipelines.run();
}

/** What somebody types who approves. */
export function approval(application: string, action: string, token: string): string {
  return `aws codepipeline put-approval-result --pipeline-name ${application} --stage-name ${STAGE} --action-name ${action} --result status=Approved,summary=Read --token ${token}`;
}

interface PipelineState {
  readonly stageStates: readonly {
    readonly actionStates?: readonly { readonly actionName: string; readonly latestExecution: { token?: string } }[];
  }[];
}

function tokenIn(state: string, action: string): string {
  const { stageStates } = JSON.parse(state) as PipelineState;
  const found = stageStates.flatMap(({ actionStates = [] }) => actionStates).find((one) => one.actionName === action);
  return found!.latestExecution.token!;
}

async function passed({ team }: Company, person: Person, command: string): Promise<string> {
  const { code, out } = await typeAs(team, person, command);
  if (code !== 0) throw new Error(`${command}: ${out}`);
  return out;
}

/** Somebody pushes a change of an application; the pipelines that hear of it begin. Gives their names. */
export function pushTo(company: Company, application: string, author: string, message: string): string[] {
  const { repository, build } = company.config.applications.find(({ name }) => name === application)!;
  const folder = build?.folder === undefined ? '' : `${build.folder}/`;
  company.repositories.get(repository.name)!.change(author, message, `${folder}NOTES.md`);
  const { pipelines } = company.played;
  const count = (): Map<string, number> =>
    new Map(pipelines.names().map((name) => [name, pipelines.get(name)!.model.state.executions.length]));
  const before = count();
  pipelines.hear();
  return [...count()].filter(([name, executions]) => executions > before.get(name)!).map(([name]) => name);
}
