import { createHash } from 'node:crypto';
import { Refusal } from './refusal';

/** Who calls: a session of a role, or a service of AWS on its own. */
export interface Principal {
  readonly kind: 'session' | 'service';
  readonly account: string;
  /** ARN of the session; host name of the service. */
  readonly id: string;
  /** ARN of the role; absent for a service. */
  readonly role?: string;
  /** Resource on whose behalf a service calls. */
  readonly source?: string;
  /** Service through which the caller's rights are used (`cloudformation.amazonaws.com`). */
  readonly via?: string;
}

/** Temporary credentials. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Sessions that were issued, by their access keys. */
export class Sessions {
  private readonly issued = new Map<string, { keys: Keys; principal: Principal }>();
  private readonly places = new Map<string, Principal>();
  private count = 0;

  /** Issues keys for a session of a role. */
  public issue(role: string, name: string): Keys {
    const principal = sessionOf(role, name);
    const serial = String(++this.count).padStart(16, '0');
    const keys = {
      accessKeyId: `ASIA${serial}`,
      secretAccessKey: digest(`secret of ${serial} of ${role}`),
      sessionToken: digest(`token of ${serial} of ${role}`),
    };
    this.issued.set(keys.accessKeyId, { keys, principal });
    return keys;
  }

  /** Whoever holds these keys; the token shows it, as AWS asks for it with temporary credentials. */
  public holder(accessKeyId: string, token: string | undefined): Principal {
    const found = this.issued.get(accessKeyId);
    if (found?.keys.sessionToken === token) return found!.principal;
    throw new Refusal('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  }

  /** A path under which a program calls as a role: the emulator gives functions keys that tell the account alone. */
  public placeFor(role: string, name: string): string {
    const place = digest(`${role} as ${name}`).slice(0, 32);
    this.places.set(place, sessionOf(role, name));
    return place;
  }

  public at(place: string): Principal {
    const found = this.places.get(place);
    if (found) return found;
    throw new Refusal('InvalidClientTokenId', 'Nobody calls from here.', 403);
  }
}

/** A session of a role. */
export function sessionOf(role: string, name: string): Principal {
  const [, partition, , , account = '', rest = ''] = role.split(':');
  const id = `arn:${partition}:sts::${account}:assumed-role/${rest.split('/').at(-1)}/${name}`;
  return { kind: 'session', account, id, role };
}

/** A service that calls by itself, for a resource of an account. */
export function serviceFor(service: string, account: string, source?: string): Principal {
  return { kind: 'service', account, id: service, source };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
