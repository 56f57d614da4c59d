import { envOf, flagOf, ruleOf, type Setting, type SettingsTable } from './settings.js';

/** The text of --help: usage and one paragraph per setting. */
export function renderHelp(table: SettingsTable, usage: string): string {
  const lines = [`Usage: ${usage} [flags]`, '', 'Every flag can also be set in the environment. A flag wins.', ''];
  for (const [key, setting] of Object.entries(table)) {
    lines.push(`  ${flagOf(key)} VALUE   (${envOf(key)})`);
    lines.push(`      ${setting.description}. Must be ${ruleOf(setting)}. Default: ${shown(setting)}.`);
  }
  lines.push('  --help', '      Prints this.', '');
  return lines.join('\n');
}

/** The table as a Markdown reference, one row per setting, under a heading. */
export function renderReference(table: SettingsTable, title: string): string {
  const lines = [
    `## ${title}`,
    '',
    '| Flag | Environment | Value | Default | Meaning |',
    '| --- | --- | --- | --- | --- |',
  ];
  for (const [key, setting] of Object.entries(table)) {
    const cells = [
      `\`${flagOf(key)}\``,
      `\`${envOf(key)}\``,
      ruleOf(setting),
      `\`${shown(setting)}\``,
      setting.description,
    ];
    lines.push(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}

function shown(setting: Setting): string {
  return setting.default === '' ? '(empty)' : String(setting.default);
}
