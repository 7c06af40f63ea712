import type { World } from '../../world/model';
import { classify } from './classify';
import { actionOf, actorOf, issuerOf, resourceOf, stackOf, type TrailEvent } from './event';
import { bytesOf, type TrailFile } from './files';
import { Problems } from './problems';
import { SeenIds } from './seen';
import { BrokenFile, RecordSplitter } from './split';

/** A stack that a pipeline's role changed. */
export interface Deployment {
  readonly event: string;
  readonly at: string;
  readonly account: string;
  readonly region: string;
  readonly action: string;
  readonly stack: string;
  readonly by: string;
}

/** Writes of one kind by somebody in an account. */
export interface Write {
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly account: string;
  readonly region: string;
  readonly action: string;
  readonly by: string;
  readonly resource: string;
  readonly kind: 'break-glass' | 'sanctioned' | 'not sanctioned';
  readonly why: string;
}

/** Writes that machines make at run time. */
export interface Running {
  readonly by: string;
  readonly action: string;
  readonly account: string;
  readonly count: number;
}

/** What a trail says about the guarded accounts. */
export class Trail {
  public files = 0;
  public events = 0;
  public from = '';
  public to = '';
  public readonly deployments: Deployment[] = [];
  public readonly problems = new Problems();
  private readonly writes = new Map<string, Write>();
  private readonly running = new Map<string, Running>();
  private readonly seen = new SeenIds();
  private readonly deployed = new Set<string>();
  private readonly accounts: ReadonlyMap<string, boolean>;

  public constructor(private readonly world: World) {
    const guarded = ['prod', 'tooling', 'audit'];
    this.accounts = new Map(world.accounts.map(({ id, environment }) => [id, guarded.includes(environment)]));
  }

  /** Writes that no pipeline makes, in the order of their first event. */
  public get others(): readonly Write[] {
    return [...this.writes.values()].sort((a, b) => (a.first + a.id < b.first + b.id ? -1 : 1));
  }

  /** What machines do at run time, by role and action. */
  public get machines(): readonly Running[] {
    const key = ({ account, by, action }: Running): string => `${account} ${by} ${action}`;
    return [...this.running.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** Reads one file; what it lacks is told with its place. */
  public async read(file: TrailFile): Promise<void> {
    if (!this.isOurs(file.path)) return;
    this.files++;
    const splitter = new RecordSplitter();
    const order = { last: '' };
    try {
      for await (const chunk of bytesOf(file))
        for (const text of splitter.push(chunk)) this.take(text, file.path, order);
      splitter.end();
    } catch (error) {
      if (!(error instanceof BrokenFile) && !isDamage(error)) throw error;
      this.problems.lost(`cannot be read to its end: ${(error as Error).message}`, file.path);
    }
  }

  /** By the path: `…/AWSLogs/o-…/<account>/CloudTrail/<region>/yyyy/mm/dd/….json.gz`. */
  private isOurs(path: string): boolean {
    if (/(^|\/)CloudTrail-(Digest|Insight|Aggregated)\//.test(path)) return false;
    if (!/\.json(\.gz)?$/.test(path)) {
      this.problems.note('is no CloudTrail file by its name, and was left out', path);
      return false;
    }
    const organization = /(^|\/)AWSLogs\/(o-[a-z0-9]+)\//.exec(path)?.[2];
    if (organization === undefined || organization === this.world.organizationId) return true;
    this.problems.lost(`is of the trail of another organization, ${organization}`, path);
    return false;
  }

  private take(text: string, path: string, order: { last: string }): void {
    this.events++;
    let event: TrailEvent;
    try {
      event = JSON.parse(text) as TrailEvent;
    } catch (error) {
      return this.problems.lost(`an event is no JSON (${(error as Error).message})`, path);
    }
    const { eventTime = '', eventID = '', recipientAccountId = '' } = event;
    if (Number.isNaN(Date.parse(eventTime)) || eventID === '' || recipientAccountId === '')
      return this.problems.lost('an event has no id, time or account', path);
    if (eventTime < order.last) this.problems.note('events are not in the order of their times', path);
    order.last = eventTime;
    if (this.seen.again(eventID)) return this.problems.note('events are there twice; each counts once', path);
    const guarded = this.accounts.get(recipientAccountId);
    if (guarded === undefined)
      return this.problems.lost(`events of account ${recipientAccountId}, which the organization does not have`, path);
    this.span(eventTime);
    if (guarded) this.sort(event, recipientAccountId);
  }

  private span(at: string): void {
    if (this.from === '' || at < this.from) this.from = at;
    if (at > this.to) this.to = at;
  }

  private sort(event: TrailEvent, account: string): void {
    const found = classify(event, this.world.exceptions);
    if (found.kind === 'deployment') this.deploy(event, account);
    else if (found.kind === 'running') this.run(event, account);
    else if (found.kind !== 'nothing') this.write(event, account, found);
  }

  private deploy(event: TrailEvent, account: string): void {
    const { eventID = '', eventTime = '', awsRegion = '' } = event;
    if (this.deployed.has(eventID)) return;
    this.deployed.add(eventID);
    const told = { event: eventID, at: eventTime, account, region: awsRegion, action: actionOf(event) };
    this.deployments.push({ ...told, stack: stackOf(event), by: actorOf(event) });
  }

  private run(event: TrailEvent, account: string): void {
    const by = issuerOf(event);
    const action = actionOf(event);
    const key = `${account} ${by} ${action}`;
    this.running.set(key, { by, action, account, count: (this.running.get(key)?.count ?? 0) + 1 });
  }

  private write(event: TrailEvent, account: string, { kind, why }: Pick<Write, 'kind' | 'why'>): void {
    const { eventID: id = '', eventTime: at = '', awsRegion: region = '' } = event;
    const [by, action] = [actorOf(event), actionOf(event)];
    const key = JSON.stringify([account, region, by, action, kind, why]);
    const known = this.writes.get(key);
    const earlier = known === undefined || at < known.first;
    this.writes.set(key, {
      ...{ account, region, action, by, kind, why },
      id: earlier ? id : known.id,
      resource: earlier ? resourceOf(event) : known.resource,
      first: earlier ? at : known.first,
      last: known === undefined || at > known.last ? at : known.last,
      count: (known?.count ?? 0) + 1,
    });
  }
}

/** A damaged archive, told by the code that zlib gives. */
function isDamage(error: unknown): boolean {
  return /^Z_|^ERR_/.test(String((error as { code?: unknown }).code));
}

/** Reads all files of a trail, one after the other. */
export async function readTrail(world: World, files: AsyncIterable<TrailFile> | Iterable<TrailFile>): Promise<Trail> {
  const trail = new Trail(world);
  for await (const file of files) await trail.read(file);
  if (trail.files === 0) trail.problems.lost('no CloudTrail file of this organization was found', 'the trail');
  return trail;
}
