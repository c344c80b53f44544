import { EarshotError, messageOf, systemCode } from '../base/errors.ts';

/** What a file system's refusal means to the person who owns the folder. */
export function fileTrouble(error: unknown, path: string, doing: string): EarshotError {
  const code = systemCode(error);
  // Where it happened may lie deeper than what was asked for: a subfolder that can't be opened.
  const at = (error as NodeJS.ErrnoException | undefined)?.path ?? path;
  const facts = { path: at, reason: code ?? null };
  if (code === 'ENOENT' && doing === 'list') {
    return new EarshotError('not_found', 'bucket_missing', `There is no bucket at ${path}.`, {
      hint: 'Create the folder and put session files into it, or name another with --bucket DIR.',
      facts,
      cause: error,
    });
  }
  const trouble = TROUBLES[code ?? ''];
  const message = trouble?.message ?? messageOf(error);
  return new EarshotError(
    'environment',
    `bucket_${trouble?.code ?? 'io'}`,
    `Cannot ${doing} ${at}: ${message}.`,
    {
      hint: trouble?.hint ?? 'Check the disk, then run it again: what was done stays done.',
      facts,
      cause: error,
    },
  );
}

const DENIED = {
  code: 'denied',
  message: 'permission denied',
  hint: 'Give this user access (chmod, chown), or choose another folder with --bucket DIR.',
};
const FULL = {
  code: 'full',
  message: 'no space is left on the disk',
  hint: 'Free some space, then run it again: what was done stays done.',
};
const NOT_A_FOLDER = {
  code: 'not_a_folder',
  message: 'a file stands where a folder should be, or the other way round',
  hint: 'Move it away, or choose another folder with --bucket DIR.',
};
const TROUBLES: Readonly<Record<string, { code: string; message: string; hint: string }>> = {
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: { ...DENIED, message: 'the file system is read-only' },
  ENOSPC: FULL,
  EDQUOT: FULL,
  ENOTDIR: NOT_A_FOLDER,
  EISDIR: NOT_A_FOLDER,
  EEXIST: NOT_A_FOLDER,
  ENAMETOOLONG: {
    code: 'name_too_long',
    message: 'the name is too long for this file system',
    hint: 'Use a shorter name.',
  },
  EMFILE: {
    code: 'busy',
    message: 'too many files are open',
    hint: 'Raise the limit (ulimit -n), then run it again.',
  },
};
