import pc from 'picocolors';

const { NO_COLOR, FORCE_COLOR } = process.env;
const wanted = FORCE_COLOR ? FORCE_COLOR !== '0' : process.stdout.isTTY;

/**
 * Colours of a terminal; none where the output is none or NO_COLOR is set. FORCE_COLOR asks for them everywhere. Unlike
 * picocolors by itself, a build server (the variable CI) is no terminal: its logs and files stay plain.
 */
export const colours = pc.createColors(!NO_COLOR && Boolean(wanted));
