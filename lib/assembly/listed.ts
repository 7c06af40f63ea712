import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './manifest';

/** An artifact as the manifest of an assembly lists it: text of whoever built the assembly, believed in nothing. */
export interface ListedArtifact {
  readonly type?: unknown;
  readonly environment?: unknown;
  readonly dependencies?: readonly string[];
  readonly displayName?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** One manifest: where it lies below the assembly's root, and what it lists. */
export interface AssemblyManifest {
  /** Folder below the root; empty for the root itself. */
  readonly folder: string;
  /** Path of the manifest below the root, for messages. */
  readonly file: string;
  readonly artifacts: readonly (readonly [string, ListedArtifact])[];
  /** Keys of look-ups that were never made: dummies stand in the templates instead. */
  readonly missing: readonly string[];
}

/** One place that an asset is published to. */
export interface Destination {
  readonly bucketName?: unknown;
  readonly objectKey?: unknown;
  readonly region?: unknown;
  readonly assumeRoleArn?: unknown;
}

/** A file asset of an asset manifest. */
export interface FileAsset {
  /** Hash that CDK knows it by. */
  readonly id: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly destinations: readonly Destination[];
}

/** What an asset manifest lists. */
export interface AssetList {
  readonly files: readonly FileAsset[];
  /** Ids of images. */
  readonly images: readonly string[];
}

/** The manifest of a folder; undefined where the folder is no assembly. */
export function manifestIn(root: string, folder: string): AssemblyManifest | undefined {
  const file = folder === '' ? 'manifest.json' : `${folder}/manifest.json`;
  if (!existsSync(join(root, file))) return undefined;
  const json = readJson(join(root, file));
  if (!isRecord(json) || !isRecord(json.artifacts)) return undefined;
  const artifacts = Object.entries(json.artifacts).map(([id, one]) => [id, isRecord(one) ? one : {}] as const);
  return { folder, file, artifacts: artifacts as AssemblyManifest['artifacts'], missing: missingIn(json) };
}

function missingIn({ missing }: Record<string, unknown>): string[] {
  if (!Array.isArray(missing)) return [];
  return missing.map((one) => (isRecord(one) && typeof one.key === 'string' ? one.key : JSON.stringify(one)));
}

/** Reads an asset manifest; what is not of its shape is empty there, and so refused. */
export function assetsIn(file: string): AssetList {
  const json = readJson(file);
  const { files, dockerImages } = isRecord(json) ? json : {};
  return {
    files: Object.entries(isRecord(files) ? files : {}).map(([id, one]) => assetOf(id, one)),
    images: Object.keys(isRecord(dockerImages) ? dockerImages : {}),
  };
}

function assetOf(id: string, value: unknown): FileAsset {
  const { source, destinations } = isRecord(value) ? value : {};
  return {
    id,
    source: isRecord(source) ? source : {},
    destinations: Object.values(isRecord(destinations) ? destinations : {}).map((one) => (isRecord(one) ? one : {})),
  };
}

/** Is this a JSON object? */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Account and region of `aws://ACCOUNT/REGION`; empty where it is not of that form. */
export function placeOf({ environment }: ListedArtifact): { account: string; region: string } {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(environment)) ?? [];
  return { account, region };
}

/** Fills in what CDK leaves open in the names of its bootstrap's roles and buckets. */
export function filledIn(text: string, { account, region }: { account: string; region: string }): string {
  // As expressions: the scripts travel in templates, where the placeholders themselves would look like forgotten Fn::Subs.
  return text.replace(/\$\{AWS::AccountId\}/g, account).replace(/\$\{AWS::Region\}/g, region);
}
