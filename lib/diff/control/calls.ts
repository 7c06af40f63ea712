import type { TemplateResource } from '../../world/model';
import type { Fact } from './fact';
import { canonical, leavesOf, wordsOf, without } from './leaves';
import { bySize } from './orders';
import { detailsOf, lastPart } from './site';

type At = Pick<Fact, 'of' | 'where'>;

/** What a permission usually allows, so it is not told. */
const CALL = 'lambda:InvokeFunction';

/**
 * By which a service calls a function: without it the function falls silent, though whatever calls it still stands.
 * A caller with other limits is another caller, so a wider one is told as one that goes and one that comes.
 */
export function permissionFacts(at: At, { properties }: TemplateResource): Fact[] {
  const { FunctionName, Principal, Action = CALL, ...limits } = without(properties, 'Tags');
  const told = leavesOf(limits).map(({ path, text }) => (path === 'SourceArn' ? text : `${path} ${text}`));
  const [name, caller] = [lastPart(wordsOf(FunctionName)), wordsOf(Principal)];
  const isService = /^[\w.-]+\.amazonaws\.com(\.cn)?$/.test(caller);
  return [
    {
      ...at,
      key: `call ${canonical([FunctionName, Principal, Action, limits])}`,
      subject: `call of ${name} by ${caller}`,
      text: `${Action === CALL ? '' : `${wordsOf(Action)}, `}${told.join(', ') || 'for anything'}`,
      gone: isService ? 'weaker' : 'different',
    },
  ];
}

/** An address at which a function is called: people stop the line at one. Open to anyone it is no lock at all. */
export function urlFacts(at: At, { properties }: TemplateResource): Fact[] {
  const { TargetFunctionArn, AuthType, ...others } = properties;
  const subject = `URL of ${lastPart(wordsOf(TargetFunctionArn))}`;
  const key = `url ${wordsOf(TargetFunctionArn)}`;
  const locked = AuthType === 'AWS_IAM';
  const url: Fact = { ...at, key, subject, text: 'is there', gone: 'weaker', come: locked ? 'different' : 'weaker' };
  const lock: Fact = {
    ...url,
    key: `${key} lock`,
    within: key,
    subject: `${subject}, callers are known by`,
    text: wordsOf(AuthType),
    ...bySize(locked ? 1 : 0, 'stronger'),
  };
  return [url, lock, ...detailsOf(others, { ...at, within: key, subject })];
}
