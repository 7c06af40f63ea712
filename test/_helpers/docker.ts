import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A docker that builds and saves without a daemon: the image holds its source's Dockerfile as its one layer. */
export interface DockerStandIn {
  /** The program, for CDK_DOCKER. */
  readonly program: string;
  /** How it was called: its folder, then its words. */
  readonly calls: () => string[][];
}

/** What `docker save` writes, in the form of older versions: a list of images, each with configuration and layers. */
export function dockerStandIn(layers: readonly (string | Buffer)[] = ['layer']): DockerStandIn {
  const place = mkdtempSync(join(tmpdir(), 'docker-'));
  const saved = join(place, 'saved');
  mkdirSync(saved);
  writeFileSync(join(saved, 'config.json'), JSON.stringify({ os: 'linux', architecture: 'arm64' }));
  layers.forEach((layer, at) => writeFileSync(join(saved, `layer${at}.tar`), layer));
  const image = { Config: 'config.json', RepoTags: ['x'], Layers: layers.map((_, at) => `layer${at}.tar`) };
  writeFileSync(join(saved, 'manifest.json'), JSON.stringify([image]));
  execFileSync('tar', ['-cf', join(place, 'image.tar'), '-C', saved, '.']);
  const program = join(place, 'docker');
  writeFileSync(
    program,
    [
      '#!/usr/bin/env node',
      "const fs = require('fs');",
      'const words = process.argv.slice(2);',
      `fs.appendFileSync('${place}/calls', JSON.stringify([process.cwd(), ...words]) + '\\n');`,
      "if (words[0] === 'build' && !fs.existsSync('Dockerfile')) { console.error('no Dockerfile'); process.exit(1); }",
      `if (words[0] === 'save') fs.copyFileSync('${place}/image.tar', words[words.indexOf('--output') + 1]);`,
    ].join('\n'),
  );
  chmodSync(program, 0o755);
  const calls = (): string[][] => {
    const text = existsSync(`${place}/calls`) ? readFileSync(`${place}/calls`, 'utf8') : '';
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as string[]);
  };
  return { program, calls };
}
