import type { Command } from 'commander';
import { Failure } from '../failure.ts';
import { connect } from '../stage/connect.ts';
import { siteNamed } from '../stage/outputs.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';
import { stepLine, storyOf } from './story.ts';

interface Options extends CommonOptions {
  readonly site?: string;
}

/** `history ID`: every revision and withdrawal of an article. */
export const historyCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('history', 'Every revision and withdrawal of an article, oldest first')
    .argument('<id>', 'the article’s id')
    .option('--site <id>', 'its site; may be left out where there is only one')
    .addHelpText('after', examples('history cms-1008', 'history cms-1008 --site daily --json'))
    .action(async (id: string, options: Options) => {
      const { outputs, table } = await connect(options, terminal);
      const site = siteNamed(outputs, options.site);
      const story = await storyOf(table, site.id, id);
      if (!story) throw new Failure(`${site.id} has no article ${id}.`);
      if (options.json) terminal.out(JSON.stringify({ site: site.id, id, steps: story.steps }));
      else for (const step of story.steps) terminal.out(stepLine(step));
      exit(0);
    });
