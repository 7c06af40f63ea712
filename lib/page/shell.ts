import { createHash } from 'node:crypto';
import { Markup, markup } from './markup';
import { STYLE } from './style';

/**
 * A document that may run this script and use this style and load nothing: the browser itself keeps text of strangers
 * from becoming anything else.
 */
export function document(title: string, body: Markup, script?: string): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(STYLE)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title><link rel="icon" href="data:,"><style>${new Markup(STYLE)}</style></head>
<body>${body}${script === undefined ? '' : new Markup(`<script>${script}</script>`)}</body></html>
`.text;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
