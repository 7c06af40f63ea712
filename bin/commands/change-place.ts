import { SHARED } from '../../lib/change/deployed';

/** What says that change control stands elsewhere: nothing has that name, or whoever asks has no right on it. */
const ELSEWHERE = ['ResourceNotFoundException', 'AccessDeniedException'];

/**
 * Asks change control of an application where it stands: under the application's name, or under that of the change control
 * that it shares with others. Which it is, the platform's file says; whoever asks may have no copy of it.
 *
 * @param ask Asks under a name.
 */
export async function whereItStands<T>(application: string, ask: (controlName: string) => Promise<T>): Promise<T> {
  try {
    return await ask(application);
  } catch (error) {
    if (!ELSEWHERE.includes((error as Error).name)) throw error;
    return ask(SHARED).catch((shared: Error) => Promise.reject(shared.name === ELSEWHERE[0] ? error : shared));
  }
}
