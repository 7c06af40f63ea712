import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyProblems, stacksOf } from '../../lib/assembly';
import { leaseRolePath } from '../../lib/names';
import { LONGEST_NAME } from '../../lib/sandbox/names';
import { LEASE_VARIABLES, leaseAssembly, stackPrefix } from '../../lib/sandbox/wiring';

const LEASE = 'a'.repeat(LONGEST_NAME);
const REGION = 'eu-west-2';

afterEach(() => {
  for (const name of Object.values(LEASE_VARIABLES)) delete process.env[name];
  jest.resetModules();
});

/** The assembly that a build for a lease makes of the team's own app; the checks of the app are on. */
function built(application: string): string {
  const outdir = mkdtempSync(join(tmpdir(), `${application}-lease-`));
  Object.assign(process.env, {
    CDK_OUTDIR: outdir,
    [LEASE_VARIABLES.name]: LEASE,
    [LEASE_VARIABLES.application]: application,
    [LEASE_VARIABLES.account]: '333333333333',
    [LEASE_VARIABLES.region]: REGION,
  });
  jest.isolateModules(() => jest.requireActual(`../../examples/${application}/app`));
  return outdir;
}

/** Names that a template fixes and that are not CloudFormation's to make. */
function fixedNames(template: string): string[] {
  return [
    ...template.matchAll(/"(?:FunctionName|TableName|QueueName|BucketName|TopicName|AlarmName|RoleName)": "([^"]+)"/g),
  ]
    .map(([, name]) => name!)
    .filter((name) => !name.startsWith('${'));
}

describe.each(['notes', 'orders'])('a build of %s for somebody alone', (application) => {
  const folder = built(application);
  const assembly = join(folder, leaseAssembly(application, LEASE, REGION));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes the one assembly that its deployment asks for, without problems', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('assembly-'))).toEqual([
      leaseAssembly(application, LEASE, REGION),
    ]);
    expect(assemblyProblems(folder)).toEqual([]);
  });

  it('keeps its roles on a path of their own', () => {
    const paths = readdirSync(assembly)
      .filter((name) => name.endsWith('.template.json'))
      .flatMap((name) => [...readFileSync(join(assembly, name), 'utf8').matchAll(/"Path": "([^"]+)"/g)])
      .map(([, path]) => path);
    expect(new Set(paths)).toEqual(new Set([leaseRolePath(`${application}.${LEASE}`)]));
  });

  it('names its stacks, and whatever else it names, for the environment', () => {
    const stacks = stacksOf(assembly);
    expect(stacks.length).toBeGreaterThan(0);
    for (const { name, account, region } of stacks) {
      expect(name.startsWith(stackPrefix(application, LEASE, REGION))).toBe(true);
      expect([account, region]).toEqual(['333333333333', REGION]);
    }
    const templates = readdirSync(assembly).filter((name) => name.endsWith('.template.json'));
    for (const template of templates)
      for (const name of fixedNames(readFileSync(join(assembly, template), 'utf8')))
        expect(name).toContain(`${application}-lease-${LEASE}-`);
  });
});
