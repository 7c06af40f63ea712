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

/** The custom notification schema of Amazon Q Developer in chat applications. */
function chatMessage(notice: Notice): unknown {
  return {
    version: '1.0',
    source: 'custom',
    id: notice.id,
    content: { textType: 'client-markdown', title: chat(oneLine(notice.title)), description: chat(notice.text) },
    metadata: { threadId: notice.change ?? notice.application, summary: chat(oneLine(notice.title)) },
  };
}
