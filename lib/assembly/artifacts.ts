import { join } from 'node:path';
import { type AssemblyManifest, type ListedArtifact, isRecord } from './listed';
import { SAFE_NAME } from './names';
import { type AssemblyProblem, refused } from './problem';

/** Artifacts that mean something known: to the deployment, or to people alone. */
const KNOWN_TYPES = [
  'aws:cloudformation:stack',
  'cdk:cloud-assembly',
  'cdk:asset-manifest',
  'cdk:tree',
  'cdk:feature-flag-report',
  'none',
];

/** What is wrong with single artifacts of a manifest. */
export function artifactProblems({ file, artifacts }: AssemblyManifest): AssemblyProblem[] {
  return artifacts.flatMap(([id, artifact]) =>
    problemsOf(id, artifact).map((problem) => refused(file, problem, { selector: String(artifact.displayName ?? id) })),
  );
}

function problemsOf(id: string, artifact: ListedArtifact): string[] {
  const outside = pathsOf(artifact).filter(leavesFolder);
  if (outside.length > 0) return [`artifact ${id} points outside of the assembly: ${outside.map(String).join(', ')}`];
  return [...typeProblems(id, artifact), ...nameProblems(id, artifact), ...parameterProblems(id, artifact)];
}

function pathsOf({ properties = {} }: ListedArtifact): unknown[] {
  return ['file', 'templateFile', 'directoryName'].map((name) => properties[name]).filter((path) => path !== undefined);
}

function typeProblems(id: string, { type, metadata = {} }: ListedArtifact): string[] {
  if (!KNOWN_TYPES.includes(String(type)))
    return [`artifact ${id} is of type ${JSON.stringify(type)}, which nobody knows`];
  const legacy = Object.values(metadata)
    .flat()
    .some((entry) => isRecord(entry) && entry.type === 'aws:cdk:asset');
  return legacy ? [`artifact ${id} has assets in its metadata, which nothing looks at; synthesize it with CDK 2`] : [];
}

function nameProblems(id: string, { type, displayName = id }: ListedArtifact): string[] {
  if (type !== 'aws:cloudformation:stack') return [];
  const good = typeof displayName === 'string' && SAFE_NAME.test(displayName);
  return good
    ? []
    : [
        `${JSON.stringify(displayName)} is no name of an artifact: use letters a-z, digits, '.', '_' and '-' in construct ids`,
      ];
}

/** The command line takes parameters from its own options alone, so these values would be believed and never passed. */
function parameterProblems(id: string, { type, properties = {} }: ListedArtifact): string[] {
  if (type !== 'aws:cloudformation:stack') return [];
  const { parameters } = properties;
  const none = parameters === undefined || (isRecord(parameters) && Object.keys(parameters).length === 0);
  return none
    ? []
    : [
        `artifact ${id} gives parameters (${JSON.stringify(parameters)}), which the deployment never passes; give them defaults`,
      ];
}

/** Would a path that an artifact names leave the artifact's own folder? */
export function leavesFolder(path: unknown): boolean {
  return typeof path !== 'string' || /(^|[\\/])\.\.([\\/]|$)|^[\\/]/.test(path);
}

/** Would a path that an asset names leave the assembly? The assets of a nested assembly lie beside it, at `../asset.…`. */
export function leavesAssembly(place: string, path: unknown): boolean {
  if (typeof path !== 'string' || path.startsWith('/') || path.includes('\\')) return true;
  return leavesFolder(join(place, path));
}
