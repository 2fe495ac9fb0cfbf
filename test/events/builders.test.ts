import { describe, expect, test } from 'vitest';
import {
  configureSite,
  curateFront,
  InvalidEventError,
  identityAsSent,
  parseEvent,
  publishArticle,
  withdrawArticle,
} from '#events';
import type { SiteSettings } from '../../lib/domain/site/site.ts';
import { article } from './newsroom-events.ts';

describe('an editorial system that builds its events with us', () => {
  test('gets an entry ready for the bus', () => {
    expect(publishArticle(article)).toEqual({
      EventBusName: 'offstone',
      Source: 'newsroom.cms',
      DetailType: 'article.publish',
      Detail: JSON.stringify(article),
    });
  });

  test('may name its own source, bus and time', () => {
    const time = new Date('2026-11-14T09:30:00Z');
    const entry = withdrawArticle(
      { site: 'daily', id: 'cms-1', revision: 2, reason: 'Mistake.', mode: 'gone' },
      { source: 'wire', bus: 'offstone-test', time },
    );
    expect(entry).toMatchObject({ Source: 'wire', EventBusName: 'offstone-test', Time: time });
  });

  test('hears everything that is wrong before it sends anything', () => {
    const wrong = { ...article, revision: 0, headline: '' };
    expect(() => publishArticle(wrong)).toThrow(InvalidEventError);
    expect(() => publishArticle(wrong)).toThrow(/revision must be at least 1; headline must have/);
    expect(() => curateFront({ site: 'daily', front: '/', revision: 0, pins: [] })).toThrow(
      /revision/,
    );
    expect(() => configureSite({ site: 'daily', revision: 1, related: { count: 1.5 } })).toThrow(
      /related\.count/,
    );
  });
});

test('settings lie over the stage’s own as they are read', () => {
  const stage: SiteSettings = {
    revision: 0,
    name: 'The Daily Offstone',
    language: 'en',
    sections: [],
    social: [],
    theme: {},
    related: { count: 6 },
    feeds: { content: 'summary' },
    slugs: 'ascii',
  };
  const parsed = parseEvent('site.configure', {
    site: 'daily',
    revision: 2,
    name: 'Evening',
    theme: { red: '#900' },
  });
  if (!parsed.ok || parsed.event.type !== 'site.configure') throw new Error('must parse');
  const { site: _, revision, ...given } = parsed.event.detail;
  const settings: Omit<SiteSettings, 'revision'> = { ...stage, ...given };
  expect(settings).toMatchObject({
    name: 'Evening',
    theme: { red: '#900' },
    related: { count: 6 },
  });
  expect(revision).toBe(2);
});

test('a rejection echoes what identifies the event, however wrong, and nothing large', () => {
  expect(identityAsSent({ site: 'daily', id: 7, revision: '3', headline: 'x' })).toEqual({
    site: 'daily',
    id: 7,
    revision: '3',
  });
  expect(identityAsSent({ site: 'x'.repeat(9_999), id: { a: 1 }, revision: null })).toEqual({
    site: 'x'.repeat(200),
    revision: null,
  });
  expect(identityAsSent('text')).toEqual({});
});
