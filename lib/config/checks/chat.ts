import { deliveriesOf } from '../cursor';
import type { Cursor, Finding } from '../cursor';
import { partitionOf } from '../../contract/partitions';

function channelsOf(delivery: Cursor): Cursor[] {
  const chat = delivery.at('chat');
  return [...chat.at('slack').items(), ...chat.at('teams').items()].map((entry) => entry.at('channel'));
}

function checkTwice(delivery: Cursor): Finding[] {
  const seen = new Set<string>();
  return channelsOf(delivery).flatMap((channel) => {
    if (channel.text === undefined) return [];
    const again = seen.has(channel.text);
    seen.add(channel.text);
    return again ? [channel.finding(`channel ${JSON.stringify(channel.text)} is there twice; write another one`)] : [];
  });
}

/** The service is one of the commercial partition alone: its ARNs begin with `arn:aws:` (API reference). */
function checkPartition(file: Cursor, delivery: Cursor): Finding[] {
  const home = file.at('organization', 'region').text;
  const partition = partitionOf(home ?? 'us-east-1');
  if (partition === 'aws' || channelsOf(delivery).length === 0) return [];
  return [
    delivery
      .at('chat')
      .finding(
        `there is no Amazon Q Developer in chat applications in the partition ${partition} of organization.region ${home}; leave chat out`,
      ),
  ];
}

/** A channel is named once by each application; several applications may tell the same. */
export function checkChat(file: Cursor): Finding[] {
  return deliveriesOf(file).flatMap((delivery) => [...checkTwice(delivery), ...checkPartition(file, delivery)]);
}
