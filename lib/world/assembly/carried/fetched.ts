import type { Item } from '../stacks';
import { Choice, isMap, textsOf, type Value } from '../value';
import type { Finding } from './finding';
import { isAwsBucket, isAwsImage } from './owned-by-aws';

/** Commands that bring files from somewhere, with their arguments. */
const FETCHING =
  /\b(curl|wget|aria2c|Invoke-WebRequest|Invoke-RestMethod|iwr|irm|Start-BitsTransfer|DownloadFile|DownloadString|rpm|yum|dnf|apt|apt-get|msiexec|git\s+(?:clone|pull|fetch|submodule)|pip3?|npm|pnpm|yarn)\b([^\n;&|]*)/gi;
const ADDRESS =
  /\b(?:https?|git|ssh|ftp|git\+https|git\+ssh):\/\/(?:[^@/\s"']+@)?([^/:\s"')]+)[^\s"')]*|\bgit@([^:\s]+):\S+/i;

/** Hosts by which an instance or container asks itself, and AWS’s own; whoever has an interface there is no AWS. */
const OWN =
  /^(localhost|127\.[\d.]+|0\.0\.0\.0|169\.254\.[\d.]+|\[.*|[^.]+|.*\.(local|internal)|(?!.*execute-api).*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.com))$/i;

/** Requests that send or look, and bring nothing to run. */
const SENDS =
  /\s(-d|--data\S*|-F|--form|-T|--upload-file|-I|--head|-X\s*(POST|PUT|DELETE|PATCH|HEAD)|--request\s+(POST|PUT|DELETE|PATCH|HEAD))\b/;

/** Where commands take something from that nothing describes: addresses, packages by name, images that can move. */
export function fetchedBy(text: string): string[] {
  return [...new Set([...addresses(text), ...packages(text), ...images(text)])];
}

function addresses(text: string): string[] {
  return [...text.matchAll(FETCHING)].flatMap(([, tool, rest]) => {
    const [address, host, repository] = ADDRESS.exec(rest) ?? [];
    const from = host ?? repository;
    if (from === undefined || OWN.test(from) || isAwsBucket(from.split('.')[0])) return [];
    if (/^curl$/i.test(tool) && SENDS.test(rest)) return [];
    return [`its commands fetch ${address}, which nothing describes`];
  });
}

const INSTALLING =
  /\b(?:pip3?|pipx|npm|pnpm|yarn|gem|cargo)\s+(?:-\S+\s+)*(?:install|i|add|global\s+add)\s+([^\n;&|"'\]]*)|\bgo\s+install\s+([^\n;&|"'\]]*)/g;
/** A file, an option, a variable, or a package at one version, which its registry never changes. */
const FIXED = /^(-.*|\.+(\/.*)?|\/.*|~.*|\$.*|\*.*|.*\.(whl|tgz|txt|tar\.gz|gem)|.+==.+|.+@v?\d[\w.-]*|s3:.*)$/;
/** Options whose value follows them. */
const VALUED = /^(-r|--requirement|-c|--constraint|-t|--target|--prefix|-v|--version|-i|--index-url|--registry)$/;

/** Packages at whatever version their publishers made last. */
function packages(text: string): string[] {
  return [...text.matchAll(INSTALLING)].flatMap(([, names, go]) => {
    const words = (names ?? go ?? '').trim().split(/\s+/);
    const moving = words.filter((word, at) => word !== '' && !FIXED.test(word) && !VALUED.test(words[at - 1] ?? ''));
    return moving
      .slice(0, 1)
      .map((word) => `its commands install ${word}, at the version that its publisher made last`);
  });
}

const PULLED =
  /\b(?:docker|podman|nerdctl|finch)\s+pull\s+(?:-\S+\s+)*([^\s;&|"']+)|\b(?:docker|podman|nerdctl|finch)\s+run\b[^\n;&|]*?\s([a-z0-9][\w.-]*(?:\/[\w.-]+)+(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?)/g;

function images(text: string): string[] {
  return [...text.matchAll(PULLED)].flatMap(([, pulled, run]) => {
    const name = pulled ?? run;
    const known = /@sha256:|\.dkr\.ecr\./.test(name) || isAwsImage(name) || /[*$]/.test(name);
    return known ? [] : [`its commands run the image ${name}, which whoever publishes it can move`];
  });
}

/** Documents that bring scripts along take them from a repository or an address by a word beside it. */
const TAKING = /^AWS::(SSM::|Config::RemediationConfiguration$|EC2::Instance$|Events::Rule$|Scheduler::Schedule$)/;
const REMOTE = /^(GitHub|Git|HTTP)$/i;
const REMOTE_WITHIN = /["']?sourceType["']?\s*:\s*\[?\s*["']?(GitHub|Git|HTTP)\b/i;

/** Scripts that a document of Systems Manager fetches from outside when it runs. */
export function remoteSources(item: Item): Finding[] {
  if (!TAKING.test(item.type)) return [];
  const found = remoteIn(item.properties);
  return found === undefined
    ? []
    : [
        {
          why: `it runs what somebody keeps on ${found}: nothing describes who pushes there`,
          who: `whoever pushes to what it names on ${found}`,
          way: ['push a script', 'it is fetched when the document runs next', 'it runs there as the machine’s role'],
        },
      ];
}

function remoteIn(value: Value | undefined): string | undefined {
  if (Array.isArray(value)) return first(value.map(remoteIn));
  if (value instanceof Choice) return first(value.options.map(remoteIn));
  if (!isMap(value)) return first(textsOf(value).map((text) => REMOTE_WITHIN.exec(text.pattern)?.[1]));
  return first(
    Object.entries(value).map(([name, entry]) =>
      /^sourceType$/i.test(name)
        ? (first(listed(entry).filter((word) => REMOTE.test(word))) ?? remoteIn(entry))
        : remoteIn(entry),
    ),
  );
}

function listed(value: Value): string[] {
  if (Array.isArray(value)) return value.flatMap(listed);
  if (isMap(value)) return Object.values(value).flatMap(listed);
  return textsOf(value).map((text) => text.pattern);
}

function first(found: readonly (string | undefined)[]): string | undefined {
  return found.find((one) => one !== undefined);
}
