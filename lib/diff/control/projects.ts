import type { Fact } from './fact';
import { leavesOf, object, objects, wordsOf, without, type Json, type Leaf } from './leaves';
import { lastPart, resourcesIn, type Site } from './site';

/** Properties that say nothing about what is built, proved or deployed. */
const ASIDE = ['Description', 'LogsConfig', 'EncryptionKey', 'Cache', 'Name', 'Tags', 'ResourceAccessRole'];

/** `aws-cdk@2.1148.1`, as an install command names it. */
const TOOL = /(@?[a-z][\w./-]*)@(\d+\.\d+\.\d+(?:-[\w.]+)?)/g;
const CHECKSUM = /sha512-[\w+/]{40,}=*/g;

/** The projects that a pipeline runs: the tools they install, and every other value of theirs. */
export function projectFacts(site: Site): Fact[] {
  const run = new Set(
    objects(site.resource.properties.Stages)
      .flatMap((stage) => objects(stage.Actions))
      .map((action) => wordsOf(object(action.Configuration).ProjectName)),
  );
  const projects = resourcesIn([site.stack], 'AWS::CodeBuild::Project').filter(({ resource }) =>
    run.has(wordsOf(resource.ref)),
  );
  return projects.flatMap(({ resource }) => {
    const name = wordsOf(resource.ref);
    const fact: Fact = {
      of: site.of,
      key: `project ${name}`,
      within: 'pipeline',
      subject: 'project',
      place: { name, among: projects.length },
      text: 'is there',
      gone: 'weaker',
      where: resource.where,
    };
    return [fact, ...valuesOf(fact, resource.properties), ...snapshotFact(site, fact, resource.properties)];
  });
}

function valuesOf(project: Fact, properties: Json): Fact[] {
  const values = leavesOf(without(properties, ...ASIDE))
    .filter(({ path }) => !SNAPSHOT.test(path))
    .flatMap(toolsOf);
  return values.map(({ path, text }) => ({
    ...project,
    key: `${project.key} ${path}`,
    within: project.key,
    subject: path.replace(/^Source\.BuildSpec\.(phases\.)?/, 'buildspec '),
    text,
    gone: 'different',
  }));
}

/** Where a verified release finds the platform around it, and the checksum of that; told as one. */
const SNAPSHOT = /^Environment\.EnvironmentVariables\.SNAPSHOT_(URI|SHA256)$/;

function snapshotFact({ assets }: Site, project: Fact, properties: Json): Fact[] {
  const values = new Map(leavesOf(properties).map(({ path, text }) => [SNAPSHOT.exec(path)?.[1], text]));
  const [uri, sum] = [values.get('URI'), values.get('SHA256')];
  if (uri === undefined && sum === undefined) return [];
  const subject = 'snapshot that releases are proved within';
  const text = assets(lastPart(uri ?? '')) ?? sum ?? uri ?? 'none';
  return [{ ...project, key: `${project.key} snapshot`, within: project.key, subject, text, gone: 'weaker' }];
}

/** A value with its versions and checksums apart, so that a new version does not look like other commands. */
function toolsOf({ path, text }: Leaf): Leaf[] {
  if (!path.startsWith('Source.BuildSpec.phases.install.commands')) return [{ path, text }];
  const tools = [...text.matchAll(TOOL)].map(([, name, version]) => ({ path: `tool ${name}`, text: version }));
  const sums = [...text.matchAll(CHECKSUM)].map(([sum]) => ({ path: 'checksum of a tool', text: sum }));
  const versions = new Map([...tools, ...sums].map((one) => [`${one.path} ${one.text}`, one]));
  const bare = text.replace(TOOL, '$1@…').replace(CHECKSUM, 'sha512-…').replace(VERSIONED, '$1-….tgz');
  return [...versions.values(), { path, text: bare }];
}

/** The file that `npm pack` makes carries the version once more. */
const VERSIONED = /([a-z][\w-]*?)-\d+\.\d+\.\d+[\w.-]*?\.tgz/g;
