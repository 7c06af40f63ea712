import type { WayIn } from '../model';
import type { Unknowns } from './report';
import type { Item, Stack } from './stacks';
import { functionArn } from './resource-policies';
import { isObject, type RawTemplate } from './template';
import { possibleEntries, property, textsOf, type Text } from './value';

/** Transforms that only add hooks around a deployment. */
const HARMLESS_TRANSFORMS = new Set(['AWS::CodeDeployBlueGreen']);

/** Hooks by which CodeDeploy shifts the traffic of a service; those of another type run what nobody describes. */
const HARMLESS_HOOKS = new Set(['AWS::CodeDeploy::BlueGreen']);

/** Types that deploy or generate what no template of the assembly shows; stack sets are read by stack-sets.ts. */
const ELSEWHERE =
  /^AWS::(CloudFormation::(Macro|ModuleVersion|ModuleDefaultVersion)|ServiceCatalog::(CloudFormationProvisionedProduct|CloudFormationProduct|StackSetConstraint)|Serverless::.*|SAM::.*)$|::MODULE$/;

/** Whatever in a stack cannot be judged from its templates. */
export function undecidableIn(stack: Stack, all: readonly Item[], unknowns: Unknowns): void {
  for (const scope of stack.scopes) {
    const transforms = [scope.template.Transform ?? []]
      .flat()
      .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    for (const { name, why } of sectionsOf(scope.template))
      unknowns.add(why, scope.file, undefined, byOther(name, `${scope.file}, ${name}`));
    for (const one of transforms)
      if (!HARMLESS_TRANSFORMS.has(one))
        unknowns.add(
          `the transform ${one} changes the template at deployment`,
          scope.file,
          undefined,
          byOther(one, `${scope.file}, Transform`),
        );
  }
  for (const item of all.filter((one) => one.stack === stack)) {
    if (usesTransform(item.raw.Properties))
      unknowns.add(
        'Fn::Transform changes the resource at deployment',
        item.where,
        undefined,
        byOther('Fn::Transform', item.where),
      );
    if (ELSEWHERE.test(item.type))
      unknowns.add(
        `${item.type} deploys what no template of the assembly shows`,
        item.where,
        undefined,
        byOther(item.type, item.where),
      );
    else if (isCustom(item.type)) customResource(item, all, unknowns);
    else if (!item.type.startsWith('AWS::') && !item.type.startsWith('Alexa::'))
      unknowns.add(
        `the type ${item.type} is not one of AWS's own`,
        item.where,
        undefined,
        byOther(item.type, item.where),
      );
  }
}

/** Who chooses what something outside of the templates makes of them, and where it is asked for. */
function byOther(name: string, change: string): WayIn {
  return {
    who: `whoever publishes, or can change, what ${name} stands for`,
    way: ['change it there', 'the next deployment takes it', 'prod gets what no template shows'],
    change,
  };
}

/** A part of a template outside of its resources that may do what nobody describes. */
interface Section {
  readonly name: string;
  readonly why: string;
}

function sectionsOf({ Hooks, strangeSections }: RawTemplate): Section[] {
  const hooks = isObject(Hooks) ? Object.entries(Hooks) : [];
  const types = hooks.map(([id, hook]) => [id, isObject(hook) ? String(hook.Type) : 'nothing'] as const);
  return [
    ...strangeSections.map((name) => ({ name, why: `what the section ${name} of a template does is not known` })),
    ...types
      .filter(([, type]) => !HARMLESS_HOOKS.has(type))
      .map(([id, type]) => ({
        name: `Hooks.${id}`,
        why: `the hook ${id} of type ${type} runs at deployment what no template shows`,
      })),
  ];
}

function usesTransform(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(usesTransform);
  return isObject(value) && (Object.hasOwn(value, 'Fn::Transform') || Object.values(value).some(usesTransform));
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/**
 * What a custom resource makes shows in no template. A provider in the assembly is judged by its role (see
 * custom-resources.ts); one from elsewhere is unknown.
 */
function customResource(item: Item, items: readonly Item[], unknowns: Unknowns): void {
  const tokens = tokensOf(item);
  const here =
    tokens.length > 0 &&
    tokens.every((text) => items.some((one) => isProvider(one, text.of, functionArn(text, item.scope).pattern)));
  if (here) return;
  const named = tokens[0]?.pattern ?? 'whatever its ServiceToken names';
  unknowns.add('the provider of this custom resource is not in the assembly', item.where, undefined, {
    who: `whoever can change ${named}, or what it runs`,
    way: ['change what answers', 'the next deployment asks it', 'it makes what it likes with its role'],
    change: `${item.where}, ServiceToken`,
  });
}

function tokensOf(item: Item): Text[] {
  return possibleEntries(property(item.properties, 'ServiceToken')).flatMap(textsOf);
}

/** The functions of the assembly that provide a custom resource; none for other types. */
export function providersOf(item: Item, items: readonly Item[]): Item[] {
  if (!isCustom(item.type)) return [];
  const tokens = tokensOf(item);
  return items.filter((one) => tokens.some((text) => isProvider(one, text.of, functionArn(text, item.scope).pattern)));
}

function isProvider(item: Item, of: string | undefined, arn: string): boolean {
  if (item.type !== 'AWS::Lambda::Function') return false;
  if (of === item.key) return true;
  const name = textsOf(item.properties.FunctionName)[0];
  return name?.exact === true && arn === functionArn(name, item.scope).pattern;
}
