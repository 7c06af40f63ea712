import { DEPLOYED } from '../../lib/change/deployed';
import type { FreezeDeed } from '../../lib/change/freeze';
import { whereItStands } from './change-place';
import { reach } from './change-read';
import { SignedFunction } from './signed-call';

/** What change control answered. */
export interface LineAnswer {
  readonly status: number;
  readonly message: string;
}

/** What a person asks of the line, or of a bake that could not decide. */
export interface LineRequest {
  readonly do: FreezeDeed;
  readonly application: string;
  readonly reason: string;
  readonly number?: number;
}

/** Asks with a signed call, so that change control knows who asks. */
export async function askLine(request: LineRequest): Promise<LineAnswer> {
  const { application } = request;
  return reach(application, async () => {
    const call = (name: string) => new SignedFunction(DEPLOYED.freezeFunction(name)).call(request);
    const { status, text } = await whereItStands(application, call);
    return { status, message: messageOf(text) };
  });
}

function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown; Message?: unknown }).message ?? text);
  } catch {
    return text;
  }
}
