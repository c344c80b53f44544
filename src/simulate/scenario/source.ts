import { isNode, LineCounter, parseDocument } from 'yaml';
import { faultAt, type ScenarioFault } from './fault.ts';

type Path = readonly (string | number)[];

/** One file of a scenario, with the places of its values. */
export interface Source {
  readonly file: string;
  readonly value: unknown;
  /** The line, from 1, of the value at a path; null when the file says nothing there. */
  lineOf(path: Path): number | null;
}

/** @throws EarshotError `bad_scenario` with the line, when it is not YAML (JSON is YAML too) */
export function parseSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error)
    throw faultAt(file, lines.linePos(error.pos[0]).line, null, `not readable as YAML: ${error.message}`);
  const lineOf = (path: Path) => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line : null;
  };
  return { file, value: readValue(file, () => document.toJS()), lineOf };
}

/** Aliases that unfold without end are refused by the parser only now. */
function readValue(file: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    throw faultAt(
      file,
      null,
      null,
      `not readable: ${cause instanceof Error ? cause.message : 'bad aliases'}`,
    );
  }
}

/** A source and where in the scenario its value stands. */
export interface Mount {
  readonly at: Path;
  readonly source: Source;
}

/** A fault at a path of the scenario, told with the file and the line that set it, or that of the nearest value around. */
export function faultIn(mounts: readonly Mount[], path: Path, complaint: string): ScenarioFault {
  const pointer = path.length === 0 ? null : path.join('.');
  for (let length = path.length; length >= 0; length--) {
    for (const { at, source } of mounts) {
      if (at.length > length || at.some((key, depth) => key !== path[depth])) continue;
      const line = source.lineOf(path.slice(at.length, length));
      if (line !== null) return faultAt(source.file, line, pointer, complaint);
    }
  }
  return faultAt(mounts[0]?.source.file ?? '', null, pointer, complaint);
}
