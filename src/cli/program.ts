import { Command, Help, InvalidArgumentError, Option } from 'commander';
import { SETTINGS, type Setting, type SettingName } from '../base/settings.ts';
import { COMMANDS } from './commands.ts';
import { usageLines } from './failure.ts';
import { type CommandSpec, type OptionSpec, placeOf } from './spec.ts';

/** What was asked for on the command line. */
export interface Invocation {
  readonly spec: CommandSpec;
  readonly argument: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  /** Settings given as flags. */
  readonly flags: Readonly<Partial<Record<SettingName, unknown>>>;
}

interface Output {
  out(text: string): void;
  err(text: string): void;
}

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** The parser of the whole command line. A usage error is written to `output.err` and thrown as a CommanderError. */
export function buildProgram(
  version: string,
  output: Output,
  onInvoked: (invocation: Invocation) => Promise<void>,
): Command {
  const program = new Command('earshot')
    .description('Analytics for IVR chatbots: session files in, outcome numbers out.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .usage('COMMAND [options]')
    .configureHelp({ formatHelp: commandsFirst })
    .showSuggestionAfterError()
    .showHelpAfterError('  `earshot --help` lists the commands.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text),
      writeErr: (text) => output.err(text),
      outputError: (text, write) => write(usageLines(text)),
    })
    .optionsGroup('Settings:');
  for (const name of SETTING_NAMES) for (const option of settingOptions(name)) program.addOption(option);
  for (const name of SETTING_NAMES) refuseBoth(program, SETTINGS[name]);
  program.addHelpText(
    'after',
    '\nSettings may also stand in DATA/earshot.yaml. `earshot COMMAND --help` says more.',
  );
  for (const spec of COMMANDS) addCommand(program, spec, onInvoked);
  return program;
}

function addCommand(
  program: Command,
  spec: CommandSpec,
  onInvoked: (invocation: Invocation) => Promise<void>,
) {
  const command = program
    .command(spec.name)
    .summary(spec.summary)
    .description(descriptionOf(spec))
    .allowExcessArguments(false)
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => (title === 'Global Options:' ? 'Settings:' : title),
      visibleGlobalOptions: () => spec.settings.flatMap(settingOptions),
    })
    .showHelpAfterError(`  \`earshot ${spec.name} --help\` shows what it takes.`)
    .addHelpText('after', examplesOf(spec));
  if (spec.argument) command.argument(placeOf(spec.argument), spec.argument.help);
  for (const option of spec.options) command.addOption(commandOption(option));
  command.action(() =>
    onInvoked({
      spec,
      argument: command.args[0],
      options: command.opts(),
      flags: settingFlags(program.opts()),
    }),
  );
}

/** Commander puts the commands last, where a reader of many settings would not look. */
function commandsFirst(command: Command, helper: Help): string {
  const sections = Help.prototype.formatHelp.call(helper, command, helper).trimEnd().split('\n\n');
  const settings = sections.filter((section) => section.startsWith('Settings:'));
  const others = sections.filter((section) => !section.startsWith('Settings:'));
  return `${[...others, ...settings].join('\n\n')}\n`;
}

function descriptionOf({ summary, detail }: CommandSpec): string {
  const sentence = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  return detail === undefined ? sentence : `${sentence}\n\n${detail.join('\n')}`;
}

function examplesOf({ examples }: CommandSpec): string {
  return `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`;
}

/** No default reaches the parser: a flag that was not given leaves the word to the environment and the file. */
export function settingOption(setting: Setting): Option {
  const shown = setting.default === '' ? setting.env : `default: ${setting.default}, ${setting.env}`;
  return new Option(`${setting.flag} <${setting.value}>`, `${setting.help} (${shown})`).helpGroup(
    'Settings:',
  );
}

/** The flag of a setting, and the one that turns it off. */
function settingOptions(name: SettingName): Option[] {
  const setting: Setting = SETTINGS[name];
  const option = settingOption(setting);
  if (setting.off === undefined) return [option];
  return [option, new Option(offFlag(setting), setting.off).helpGroup('Settings:')];
}

/** `--no-redact --redact card` says two things: the later one would win in silence. */
function refuseBoth(program: Command, setting: Setting): void {
  if (setting.off === undefined) return;
  const given = new Set<string>();
  for (const flag of [setting.flag, offFlag(setting)]) {
    program.on(`option:${flag.slice(2)}`, () => {
      given.add(flag);
      if (given.size > 1) program.error(`error: ${[...given].join(' and ')} contradict each other`);
    });
  }
}

export const offFlag = ({ flag }: Pick<Setting, 'flag'>): string => flag.replace('--', '--no-');

function commandOption({ flags, help, kind, choices, default: shown }: OptionSpec): Option {
  const option = new Option(flags, shown === undefined ? help : `${help} (default: ${shown})`).helpGroup(
    'Options:',
  );
  if (choices) option.choices([...choices]);
  if (kind === 'integer') option.argParser(wholeNumber);
  if (kind === 'list') option.argParser((value, before: readonly string[] = []) => [...before, value]);
  return option;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new InvalidArgumentError('It must be a whole number.');
  }
  return Number(text);
}

function settingFlags(values: Readonly<Record<string, unknown>>): Invocation['flags'] {
  const given = SETTING_NAMES.map(
    (name) => [name, values[settingOption(SETTINGS[name]).attributeName()]] as const,
  );
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
