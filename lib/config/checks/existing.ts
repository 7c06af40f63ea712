import { REGIONS, isKnownRegion } from '../../contract/regions';
import { isRegion } from '../../contract/partitions';
import { deliveriesOf } from '../cursor';
import type { Cursor, Finding } from '../cursor';
import { nearestWord } from '../suggest';
import { toolingIn } from '../tooling';

function regionsOf(file: Cursor): Cursor[] {
  const applications = file.at('applications').items();
  const placed = applications.flatMap((app) => [...app.at('environments').items(), ...app.at('waves').items()]);
  return [file.at('organization', 'region'), ...placed.flatMap((each) => each.at('regions').items())];
}

/** What has the form of a region's code and is none. */
function unknownRegions(file: Cursor): Finding[] {
  const unknown = regionsOf(file).filter(({ text }) => text !== undefined && isRegion(text) && !isKnownRegion(text));
  return unknown.map((at) => {
    const near = nearestWord(at.text!, REGIONS);
    const meant = near ? `did you mean ${near}?` : 'write a region that there is';
    return at.finding(`AWS has no region ${at.text} that this version knows; ${meant}`);
  });
}

const CONNECTION = /^arn:[\w-]+:[\w-]+:([a-z0-9-]+):(\d{12}):connection\//;

/** A pipeline uses connections of its own account and region alone. */
function foreignConnections(file: Cursor): Finding[] {
  const region = file.at('organization', 'region').text;
  return deliveriesOf(file).flatMap((delivery) => {
    const at = delivery.at('repository', 'connection');
    const tooling = toolingIn(file, delivery);
    const [, where, account] = CONNECTION.exec(at.text ?? '') ?? [];
    if (where === undefined || region === undefined || tooling === undefined) return [];
    if (where === region && account === tooling) return [];
    return at.finding(
      `the connection is in ${account}, ${where}; pipelines use one of the tooling account ${tooling} in ${region}`,
    );
  });
}

/** What has the right form and cannot exist. */
export function checkExisting(file: Cursor): Finding[] {
  return [...unknownRegions(file), ...foreignConnections(file)];
}
