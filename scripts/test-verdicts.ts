/**
 * `npm run test:verdicts`: judges a handful of workloads, some of which must not pass, in the product's own app, run by tsx, by
 * ts-node and as JavaScript, and on the platform, each from the packed archive in a folder of its own: all must say the same.
 * Asks the registry for the packages. Names of workloads as arguments try those alone.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { type Ended, PLATFORM_APP, product, synth, withArchive } from './peers/folder';

interface Case {
  /** What the workload has besides, as JavaScript; `stack` is its stack, `lib` aws-cdk-lib. */
  readonly adds: string;
  /** What whoever refuses it says; absent where it passes. */
  readonly says?: RegExp;
}

const group = (from: string): string =>
  `new lib.aws_ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'Group', vpcId: 'vpc-12345678',
    securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '${from}', description: 'Shell' }] })`;

const CASES: Readonly<Record<string, Case>> = {
  'nothing more': { adds: '' },
  'what is reported alone': { adds: "new lib.aws_s3.Bucket(stack, 'Files')" },
  'a person': { adds: "new lib.aws_iam.User(stack, 'Person')", says: /AWS::IAM::User/ },
  'a port that is open to strangers': { adds: group('0.0.0.0/0'), says: /EC2RestrictedSSH/ },
  'a store that goes': {
    adds: `new lib.aws_dynamodb.Table(stack, 'Scratch', { partitionKey: { name: 'id', type: lib.aws_dynamodb.AttributeType.STRING },
      removalPolicy: lib.RemovalPolicy.DESTROY })`,
    says: /Scratch/,
  },
};

/** Who runs the product's app. */
const RUNNERS = {
  tsx: 'node --import tsx app.ts',
  'ts-node': 'node --require ts-node/register/transpile-only app.ts',
  JavaScript: 'node app.js',
} as const;

/** Puts what a case adds into the workload, in its language. */
function add(folder: string, { adds }: Case): void {
  const file = join(folder, 'notes-stack.ts');
  const text = readFileSync(file, 'utf8');
  const place = 'const table = this.makeTable();';
  if (!text.includes(place)) throw new Error(`${file} has no ${place}`);
  writeFileSync(file, text.replace(place, `${place}\n    require('./more.cjs').more(this);`));
  writeFileSync(
    join(folder, 'more.cjs'),
    `const lib = require('aws-cdk-lib');\nexports.more = (stack) => { ${adds} };\n`,
  );
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "module": "commonjs", "target": "es2022" } }');
}

/** The same files as JavaScript, and no others. */
function asJavaScript(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.ts'))) {
    const { code } = transformSync(readFileSync(join(folder, name), 'utf8'), { loader: 'ts', format: 'cjs' });
    writeFileSync(join(folder, name.replace(/ts$/, 'js')), code);
  }
}

function problemOf(who: string, { says }: Case, { status, text }: Ended): string[] {
  if (says === undefined) return status === 0 ? [] : [`${who} refuses it:\n${text.slice(-1500)}`];
  if (status === 0) return [`${who} lets it pass, expected ${says}`];
  return says.test(text) ? [] : [`${who} refuses it, and does not say ${says}:\n${text.slice(-1500)}`];
}

function judge(folder: string, name: string, each: Case): string[] {
  const place = product(folder, name.replaceAll(' ', '-'));
  add(place, each);
  asJavaScript(place);
  const products = Object.entries(RUNNERS).flatMap(([who, app]) => problemOf(who, each, synth(place, app)));
  return [...products, ...problemOf('the platform', each, synth(place, PLATFORM_APP, 'platform.out'))];
}

withArchive('upper', ['ts-node@10.9.2', 'typescript@5.9.3'], (folder) => {
  const asked = process.argv.slice(2);
  for (const [name, each] of Object.entries(CASES).filter(([one]) => asked.length === 0 || asked.includes(one))) {
    const problems = judge(folder, name, each);
    console.log(
      `${name}: ${problems.length === 0 ? (each.says ? 'refused by all' : 'passes everywhere') : 'NOT THE SAME'}`,
    );
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) process.exitCode = 1;
  }
});
