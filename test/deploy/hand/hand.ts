import { symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import image from '../../../examples/orders/dispatch-image.json';
import { alwaysOpen, ROOT } from '../walk/team';
import type { Walk } from '../walk/walk';
import { CodeHost } from './code-host';
import { Fate } from './fate';
import { fall } from './night';
import { SigningIn } from './signing-in';
import { Watch } from './watch';

/** As the README says, somebody has pushed the image that the shipped workload runs from tooling's registry. */
function pushImage({ played: { cloud } }: Walk): void {
  cloud.images.add([image.account, cloud.home, image.repository, image.digest].join(' '));
}

/** The world around somebody who types the way by hand: whom they sign in as, where they push, and what happens by itself. */
export class Hand {
  public readonly fate: Fate;
  private readonly host: CodeHost;
  private readonly signingIn: SigningIn;
  private readonly watch = new Watch();
  /** A project of one's own, outside of this checkout. */
  private readonly own: string | undefined;

  /** @param file The platform.yaml, of this checkout or of a project of one's own. */
  public constructor(
    private readonly walk: Walk,
    file: string,
  ) {
    const outside = relative(ROOT, file).startsWith('..');
    this.own = outside ? dirname(file) : undefined;
    this.fate = new Fate(walk);
    this.host = new CodeHost(walk.hosted);
    this.signingIn = new SigningIn(walk);
    pushImage(walk);
    if (this.own === undefined) this.takeOver();
    else symlinkSync(join(this.own, 'cdk.out'), join(walk.team.folder, 'cdk.out')); // waits are short by what stands there
  }

  /** The folder that was prepared for the team: its windows never shut. */
  private takeOver(): void {
    const { team, config } = this.walk;
    team.edit(alwaysOpen);
    if (config.platform)
      team.repository.git('remote', 'set-url', 'origin', this.host.addressOf(config.platform.repository.name));
  }

  /** What somebody has to know who comes. */
  public greeting(): string {
    const names = this.signingIn.write();
    const repositories = [...this.walk.hosted.keys()].map((name) => this.host.addressOf(name));
    return `
An organization with empty accounts. In another terminal:

    cd ${this.own ?? this.walk.team.folder}
    . ${join(this.signingIn.folder, 'management')}   # or ${names.slice(1).join(', ')}
    npx guarded setup

${this.own === undefined ? 'Its windows never shut.' : `Its windows are those of your file. Push it: git remote add origin ${this.host.addressOf(this.walk.config.platform?.repository.name ?? 'example/platform')}`}
The code host is ${this.host.folder}: a push is heard, and \`git init --bare -b main\` makes a repository there.
${repositories.map((one) => `    git clone ${one}`).join('\n')}
Connections are finished by themselves a moment after somebody made them; \`aws organizations create-account\` makes accounts.
An approval that waits is told here. Whoever is signed in may answer it:

    aws codepipeline get-pipeline-state --name NAME      # has its token
    aws codepipeline put-approval-result --pipeline-name NAME --stage-name Approve --action-name ReleaseManager \\
      --token TOKEN --result status=Approved,summary=Read

Typed here, these happen: alarm, fault TYPE ACCOUNT, well, night; anything else says what they are. Ctrl-C ends it all.
`;
  }

  /** What happens at any moment, while pipelines run too: connections are finished, accounts come, people hear of pipelines. */
  public tick(): string[] {
    const { preparations, pipelines } = this.walk.played;
    for (const arn of preparations.connections.keys()) preparations.connections.set(arn, 'AVAILABLE');
    this.host.look();
    const come = this.signingIn.write().map((file) => `    . ${join(this.signingIn.folder, file)} signs in to it`);
    return [...come, ...this.watch.news(pipelines.all()).map((line) => `    ${line}`)];
  }

  /** One turn: pushes are heard, pipelines run one after the other until people are waited for, a night comes. */
  public async turn(): Promise<string[]> {
    const { pipelines } = this.walk.played;
    pipelines.hear();
    await pipelines.run();
    return this.fate.night() ? [await fall(this.walk)] : [];
  }

  public leave(): void {
    this.host.leave();
    this.walk.leave();
  }
}
