import { InputError, SurroundingsError } from '../../lib/errors';
import type { Refusal } from '../../lib/sandbox/refusal';
import { SANDBOX_NAMES } from '../../lib/sandbox/wiring';
import { SignedFunction } from './signed-call';

/** Self-service of an application says no; the command prints it and ends with 1. */
export class Refused extends Error {
  public constructor(public readonly refusal: Refusal) {
    super(`${refusal.why} ${refusal.remedy}`.trim());
  }
}

/** Self-service of one application, asked with the caller's signature. */
export class Environments {
  private readonly api: SignedFunction;

  public constructor(
    private readonly application: string,
    api?: SignedFunction,
  ) {
    this.api = api ?? new SignedFunction(SANDBOX_NAMES.function(application, 'api'));
  }

  /**
   * Asks for something.
   *
   * @throws Refused where a quota or a rule says no, InputError where the request is wrong, SurroundingsError else.
   */
  public async ask<T>(request: object): Promise<T> {
    const { status, text } = await this.reach({ application: this.application, ...request });
    const answer = parse(text);
    if (status === 200 && answer) return answer as T;
    throw this.failure(status, answer as Partial<Refusal> | undefined, text);
  }

  private async reach(request: object) {
    try {
      return await this.api.call(request);
    } catch (error) {
      throw new SurroundingsError(unreached(this.application, error as Error), { cause: error });
    }
  }

  private failure(status: number, answer: Partial<Refusal> | undefined, text: string): Error {
    if (!answer?.refused) return new SurroundingsError(unsigned(this.application, status, text));
    const refusal = {
      refused: answer.refused,
      why: answer.why ?? '',
      remedy: answer.remedy ?? '',
      leases: answer.leases ?? [],
    };
    const message = `${refusal.why} ${refusal.remedy}`.trim();
    if (refusal.refused === 'input' || refusal.refused === 'unknown')
      return InputError.at('arguments', undefined, message);
    if (refusal.refused === 'busy' || refusal.refused === 'identity') return new SurroundingsError(message);
    return new Refused(refusal);
  }
}

function parse(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** IAM said no before the function heard of it. */
function unsigned(application: string, status: number, text: string): string {
  if (status === 403) return `Your role may not ask for environments of ${application}. ${elsewhere(application)}`;
  return `Self-service of ${application} answered ${status} and nothing it should: ${text.slice(0, 200)}. Try again in a minute.`;
}

function elsewhere(application: string): string {
  return [
    `They live in the dev account of ${application}: sign in there, for example AWS_PROFILE=<your profile in dev> and aws sso login.`,
    'Nobody makes environments in test or prod: what is pushed to the main branch reaches them through the pipeline (guarded change list).',
  ].join(' ');
}

const EXPIRED =
  /expired|ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|Token is invalid|security token/i;

function login(): string {
  const { AWS_PROFILE: profile } = process.env;
  return `aws sso login${profile ? ` --profile ${profile}` : ''}`;
}

/** What to do where nobody could be asked, or nobody answered. */
function unreached(application: string, { name, message }: Error): string {
  if (/Region is missing/.test(message))
    return `No AWS region is set: set AWS_REGION to the region of the dev account of ${application}.`;
  if (EXPIRED.test(name) || EXPIRED.test(message)) return `Your sign-in has expired. Renew it: ${login()}`;
  if (name === 'CredentialsProviderError')
    return `You are not signed in. Sign in: ${login()} (${message.slice(0, 200)})`;
  if (/ResourceNotFound/.test(name))
    return `There are no self-service environments of ${application} where you are signed in. ${elsewhere(application)}`;
  if (/AccessDenied|Forbidden/.test(name))
    return `You may not ask for environments of ${application} where you are signed in. ${elsewhere(application)}`;
  return `Self-service of ${application} did not answer (${name}: ${message.slice(0, 300)}). Check your network and your region, then try again.`;
}
