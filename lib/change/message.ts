import { chat, oneLine, plain } from './escape';
import type { Notice } from './notice';
import { cut } from './verified';

/** SNS takes subjects of at most 100 characters of printable ASCII. */
const SUBJECT = 100;

/** A notice as SNS carries it: a text for people, the chat format for Amazon Q Developer, the notice for machines. */
export function messageOf(notice: Notice): { readonly subject: string; readonly message: string } {
  const text = `${oneLine(notice.title)}\n\n${plain(notice.text)}\n`;
  const machine = JSON.stringify(notice);
  return {
    subject: cut(ascii(oneLine(notice.title)), SUBJECT).replace('…', '.'),
    message: JSON.stringify({
      default: text,
      email: text,
      https: JSON.stringify(chatMessage(notice)),
      sqs: machine,
      lambda: machine,
    }),
  };
}

function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}

/**
 * A chat client shows no endless text: Slack takes 3,000 characters in a section, and a message that a client refuses
 * would be lost. Escaping counts.
 */
const CHAT = { title: 200, text: 2500 };

/**
 * The custom notification schema of Amazon Q Developer in chat applications (administrator guide, 'Custom notifications'):
 * version, source and a description are required. Announcements of one change stand in one thread. No button stands below
 * them: nothing is done from chat.
 */
function chatMessage(notice: Notice): unknown {
  const title = chatOf(oneLine(notice.title), CHAT.title);
  return {
    version: '1.0',
    source: 'custom',
    id: notice.id,
    content: { textType: 'client-markdown', title, description: chatOf(notice.text, CHAT.text) || title },
    metadata: {
      threadId: notice.change ?? notice.application,
      summary: title,
      eventType: notice.kind,
      enableCustomActions: false,
    },
  };
}

/** Escaped for chat, and cut so that it has at most so many characters afterwards. */
function chatOf(text: string, length: number): string {
  let kept = text.trim();
  while (chat(kept).length > length) kept = cut(kept, Math.min(kept.length - 1, Math.floor(kept.length * 0.9)));
  return chat(kept);
}
