import { isObject } from '../assembly/template';
import { differences, tellDifference, type Difference } from './difference';
import { freed } from './free';
import { normal } from './normal';
import { part, type Json, type PlainStack } from './stacks';

/** Something that is not as the package makes it. */
export interface Departure {
  readonly why: string;
  /** Construct path, or the place in the assembly. */
  readonly where: string;
  /** Path to what differs there; absent where the whole does. */
  readonly at?: string;
}

/** Says where a resource of a stack stands, for people. */
export type Placing = (stack: PlainStack, id: string) => string;

/** More than these of one resource tell nobody more. */
const MOST_TOLD = 4;

/** What a stack has and the package did not make is judged like anybody's: only what was made must be as it was made. */
const SECTIONS = ['Parameters', 'Conditions', 'Mappings', 'Outputs'] as const;

/** CloudFormation's own record of which constructs were used; it deploys nothing. */
export const INERT_TYPE = 'AWS::CDK::Metadata';

/** Everything in which a stack departs from the one that the package makes. */
export function compareStack(got: PlainStack, wanted: PlainStack, placing: Placing): Departure[] {
  const at = got.path;
  return [
    ...tell(differences(got.artifact, wanted.artifact), `manifest.json: artifacts.${got.id}`),
    ...resources(got, wanted, placing),
    ...SECTIONS.flatMap((section) => kept(part(got.template, section), part(wanted.template, section), section, at)),
    ...tell(differences(rest(got.template), rest(wanted.template)), at),
    ...metadata(got, wanted),
    ...kept(got.assets, wanted.assets, 'assets', `manifest.json: artifacts.${got.id}.assets`),
  ];
}

/** What of a template is a construct's own: the rest of the stack is whoever made it by hand. */
const DEPLOYING = ['assumeRoleArn', 'cloudFormationExecutionRoleArn', 'parameters', 'stackName'];

/** Everything in which what the package makes in somebody's stack departs from what stands there. */
export function compareWithin(got: PlainStack, wanted: PlainStack, placing: Placing): Departure[] {
  const deploying = ({ artifact }: PlainStack): Json =>
    Object.fromEntries(DEPLOYING.map((key) => [key, part(artifact, 'properties')[key]]));
  return [
    ...tell(differences(deploying(got), deploying(wanted)), `manifest.json: artifacts.${got.id}`),
    ...tell(differences(got.template.Transform, wanted.template.Transform, 'Transform'), got.path),
    ...resources(got, wanted, placing),
    ...kept(part(got.template, 'Parameters'), part(wanted.template, 'Parameters'), 'Parameters', got.path),
    ...kept(part(got.template, 'Metadata'), part(wanted.template, 'Metadata'), 'Metadata', got.path),
    ...kept(got.assets, wanted.assets, 'assets', `manifest.json: artifacts.${got.id}.assets`),
  ];
}

function tell(found: readonly Difference[], where: string): Departure[] {
  return found.slice(0, MOST_TOLD).map((each) => ({ why: tellDifference(each), where, at: each.at }));
}

/** Each that was made must be there as it was made. */
function kept(got: Json, wanted: Json, section: string, where: string): Departure[] {
  return Object.entries(wanted).flatMap(([id, made]) =>
    tell(differences(Object.hasOwn(got, id) ? got[id] : undefined, made, `${section}.${id}`), where),
  );
}

function resources(got: PlainStack, wanted: PlainStack, placing: Placing): Departure[] {
  const own = part(got.template, 'Resources');
  return Object.entries(part(wanted.template, 'Resources')).flatMap(([id, made]) => {
    const where = placing(Object.hasOwn(own, id) ? got : wanted, id);
    if (!isObject(made) || !Object.hasOwn(own, id) || !isObject(own[id]))
      return [
        { why: `${String(part(wanted.template, 'Resources')[id] && (made as Json).Type)} ${id} is missing`, where },
      ];
    const [here, there] = [normal(meant(own[id])) as Json, normal(meant(made)) as Json];
    return tell(differences(freed(here, there), there), where);
  });
}

/** A resource without what only tools read: CDK's paths and names of files. */
function meant({ Metadata, ...resource }: Json): Json {
  const rest = Object.entries(isObject(Metadata) ? Metadata : {}).filter(([key]) => !/^aws:(cdk|asset):/.test(key));
  return rest.length === 0 ? resource : { ...resource, Metadata: Object.fromEntries(rest) };
}

/** What else stands at the top of a template: transforms, rules, hooks. */
function rest(template: Json): Json {
  const apart = ['Resources', 'Metadata', 'Description', ...SECTIONS];
  return Object.fromEntries(Object.entries(template).filter(([key]) => !apart.includes(key)));
}

/** What speaks for the organization must be what was made; other tools may add what they read. */
function metadata(got: PlainStack, wanted: PlainStack): Departure[] {
  const ours = (template: Json): Json =>
    Object.fromEntries(
      Object.entries(part(template, 'Metadata')).filter(([key]) => key.startsWith('GuardedEnvironments::')),
    );
  return tell(differences(ours(got.template), ours(wanted.template), 'Metadata'), got.path);
}
