import { App } from 'aws-cdk-lib';
import { makeStacks } from '../lib/stacks/stacks.ts';
import type { Stage } from '../lib/stacks/stage.ts';

/** The stage that runs on a laptop: one site, always there. */
const LOCAL: Stage = {
  name: 'local',
  scheme: 'http',
  protected: false,
  sites: [
    {
      id: 'daily',
      timeZone: 'UTC',
      sources: ['newsroom.cms', 'wire'],
      // The embedded edge forgets at once, and fetches from the same machine.
      forgetting: { inFlightSeconds: 2, spreadingSeconds: 1 },
      defaults: {
        name: 'The Daily Offstone',
        language: 'en',
        sections: ['World', 'Politics', 'Business', 'Science', 'Culture', 'Sport', 'Opinion'].map(
          (title) => ({ path: title.toLowerCase(), title }),
        ),
      },
    },
  ],
};

/** With a model of meaning, whose stand-in on a laptop finds texts near that have many parts of words in common. */
const LOCAL_WITH_MEANING: Stage = { ...LOCAL, meaning: { near: 0.4 } };

/** A deployed stage: its sites stand in cdk.json, as each newsroom has its own. */
function deployed(app: App, name: string): Stage {
  const stages: unknown = app.node.tryGetContext('stages');
  const { sites, meaning } =
    (stages as Readonly<Record<string, Partial<Stage>>> | undefined)?.[name] ?? {};
  if (!sites || sites.length === 0) {
    throw new Error(`cdk.json has no sites at context.stages.${name}.sites: add them there.`);
  }
  return { name, scheme: 'https', protected: true, sites, ...(meaning && { meaning }) };
}

const app = new App({ analyticsReporting: false });
const name = String(app.node.tryGetContext('stage') ?? LOCAL.name);
const local = app.node.tryGetContext('meaning') ? LOCAL_WITH_MEANING : LOCAL;
const stage = name === LOCAL.name ? local : deployed(app, name);

makeStacks(app, stage);
app.synth();
