import type { z } from 'zod';
import type { Cursor } from './cursor';
import { accountId } from './fields';
import type { PlatformConfig } from './schema';

/** The key that names another tooling account than the platform's; whose applications, the description says. */
export const toolingAccount = (description: string): z.ZodOptional<typeof accountId> =>
  accountId.meta({ description: `${description} It is in the unit of tooling accounts.` }).optional();

/** The tooling account that checks of an application go by; what is no account is told where it stands, and nothing besides. */
export function toolingIn(file: Cursor, application: Cursor): string | undefined {
  const team = application.at('team').text;
  const named = [application.at('tooling'), ...(team === undefined ? [] : [file.at('teams', team, 'tooling')])];
  const at = named.find(({ value }) => value !== undefined) ?? file.at('organization', 'accounts', 'tooling');
  return accountId.safeParse(at.value).success ? at.text : undefined;
}

/** Everywhere that a file names another tooling account: with teams, then with applications. */
export function moreToolings(file: Cursor): Cursor[] {
  const all = [...file.at('teams').fields(), ...file.at('applications').items()];
  return all.map((each) => each.at('tooling')).filter(({ value }) => value !== undefined);
}

/** The tooling account of an application: its own, else its team's, else the platform's. */
export function toolingOf(
  { organization, teams }: PlatformConfig,
  { team, tooling }: PlatformConfig['applications'][number],
): string {
  const ofTeam = team === undefined ? undefined : teams[team]?.tooling;
  return tooling ?? ofTeam ?? organization.accounts.tooling;
}

/** Every tooling account that something is delivered from, each once: the platform's first. */
export function toolingsOf(config: PlatformConfig): string[] {
  const named = config.applications.map((application) => toolingOf(config, application));
  return [...new Set([config.organization.accounts.tooling, ...named])];
}
