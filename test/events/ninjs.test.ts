import { describe, expect, test } from 'vitest';
import { idOfUri, ninjsToEvent, parseEvent, sha256Base32 } from '#events';

const TIME = '2026-11-14T09:30:00Z';

function map(item: object) {
  const parsed = parseEvent('ninjs', item);
  if (!parsed.ok || parsed.event.type !== 'ninjs') throw new Error(JSON.stringify(parsed));
  return ninjsToEvent(parsed.event.detail, TIME, 'daily');
}

function published(item: object) {
  const event = map(item);
  if (!('type' in event) || event.type !== 'article.publish')
    throw new Error(JSON.stringify(event));
  return event.detail;
}

const item = {
  uri: 'urn:example:harbour',
  headlines: [{ role: 'main', value: 'Harbour reopens' }],
  bodies: [{ contentType: 'text/html', value: '<p>The harbour reopened.</p>' }],
};

describe('an item’s identity', () => {
  test('a URI that may be an id is one', () => {
    expect(idOfUri('urn:example:harbour-7')).toBe('urn:example:harbour-7');
  });

  test('another is made readable, with a digest that keeps it apart', () => {
    const uri = 'http://wire.example.com/items/harbour?v=7';
    expect(idOfUri(uri)).toBe(`http:-wire.example.com-items-harbour-v-7-${sha256Base32(uri, 6)}`);
    expect(idOfUri(`${uri} `)).not.toBe(idOfUri(uri));
  });

  test.each(['/', '///x', '::', '漢字', 'é'.repeat(500), `a/${'b'.repeat(400)}`])(
    '%s gives a lawful id',
    (uri) => {
      expect(idOfUri(uri)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/);
    },
  );

  test.each([
    [{ version: '7' }, 7],
    [{ version: 12 }, 12],
    [{ version: '0', versioncreated: '2026-11-14T09:30:00+02:00' }, 1_794_641_400],
    [{ version: '1.2', versionCreated: '2026-11-14T07:30:00.900Z' }, 1_794_641_400],
    [{ versionCreated: '2026-11-14T09:30:00+0200' }, 1_794_641_400],
    [{}, Date.parse(TIME) / 1000],
  ])('%j has revision %i', (extra, revision) => {
    expect(published({ ...item, ...extra }).revision).toBe(revision);
  });
});

describe('an item’s words', () => {
  test('of several bodies the HTML one is taken', () => {
    const bodies = [
      { role: 'text', contentType: 'text/plain', value: 'Plain.' },
      {
        role: 'xhtml',
        contentType: 'text/html',
        value: '<html><head><title>T</title></head><body class="x"><p>Rich.</p></body></html>',
      },
    ];
    expect(published({ ...item, bodies }).body).toEqual({
      contentType: 'text/html',
      value: '<p>Rich.</p>',
    });
  });

  test('the spellings of ninjs 1 are read', () => {
    const old = {
      uri: 'urn:example:old',
      versioncreated: TIME,
      headline: 'Old news',
      description_text: 'It was so.',
      body_xhtml: '<p>So it was.</p>',
      body_text: 'So it was.',
      byline: 'By Jane Doe',
      located: 'Limassol',
      subject: [{ name: 'History', code: '1' }],
    };
    expect(published(old)).toMatchObject({
      headline: 'Old news',
      standfirst: 'It was so.',
      body: { contentType: 'text/html', value: '<p>So it was.</p>' },
      byline: [{ name: 'Jane Doe' }],
      dateline: 'Limassol',
      topics: ['History'],
    });
  });

  test('without a body the description is the body, once', () => {
    const { body, standfirst } = published({
      ...item,
      bodies: [],
      descriptions: [{ value: 'A flash.' }],
    });
    expect(body).toEqual({ contentType: 'text/plain', value: 'A flash.' });
    expect(standfirst).toBeUndefined();
  });

  test('NITF gives its content where nothing else does', () => {
    const value =
      '<nitf><head><title>T</title></head><body><body.content><p>Inside.</p></body.content></body></nitf>';
    const bodies = [{ role: 'nitf', contentType: 'text/vnd.IPTC.NITF', value }];
    expect(published({ ...item, bodies }).body).toEqual({
      contentType: 'text/html',
      value: '<p>Inside.</p>',
    });
  });

  test('what editors tell each other is not in the event', () => {
    const event = map({
      ...item,
      edNote: 'SECRET-NOTE',
      ednote: 'SECRET-NOTE',
      descriptions: [{ value: 'Fine.' }],
    });
    expect(JSON.stringify(event)).not.toContain('SECRET-NOTE');
  });

  test('the most relevant subjects lead, twelve at most', () => {
    const subjects = Array.from({ length: 20 }, (_, n) => ({ name: `Subject ${n}`, relevance: n }));
    const { topics } = published({ ...item, subjects });
    expect(topics).toHaveLength(12);
    expect(topics?.[0]).toBe('Subject 19');
  });

  test('people who wrote it are the byline, rather than its printed form', () => {
    const people = [
      { name: 'Minister', rel: 'about' },
      { name: 'Jane Doe', rel: 'author' },
    ];
    expect(published({ ...item, by: 'Staff', people }).byline).toEqual([{ name: 'Jane Doe' }]);
  });
});

describe('what goes with an item', () => {
  const picture = {
    type: 'picture',
    uri: 'urn:example:picture',
    title: 'A ferry',
    descriptions: [{ role: 'caption', value: 'The first ferry.' }],
    by: 'Maria Georgiou',
    renditions: {
      small: {
        href: 'https://images.example.com/s.jpg',
        mimetype: 'image/jpeg',
        width: 400,
        height: 300,
      },
      large: {
        href: 'https://images.example.com/l.jpg',
        mimetype: 'image/jpeg',
        width: 1600,
        height: 1200,
      },
      film: {
        href: 'https://images.example.com/f.mp4',
        mimetype: 'video/mp4',
        width: 1920,
        height: 1080,
      },
      unknown: { href: 'https://images.example.com/u.jpg' },
    },
  };

  test.each([
    ['a list', [picture]],
    ['an object, as in ninjs 1', { featured: picture }],
  ])('a picture in %s is the image, at its largest', (_form, associations) => {
    expect(published({ ...item, associations }).image).toEqual({
      url: 'https://images.example.com/l.jpg',
      width: 1600,
      height: 1200,
      alt: 'A ferry',
      caption: 'The first ferry.',
      credit: 'Maria Georgiou',
      renditions: [{ url: 'https://images.example.com/s.jpg', width: 400, height: 300 }],
    });
  });

  test('articles an editor attached are pinned to the related posts', () => {
    const associations = [
      { type: 'text', uri: 'urn:example:a' },
      picture,
      { type: 'text', uri: 'urn:example:a' },
    ];
    expect(published({ ...item, associations }).related).toEqual({ pin: ['urn:example:a'] });
  });
});

describe('an item’s fate', () => {
  test.each(['canceled', 'Canceled', 'cancelled', 'withheld'])(
    '%s takes the article down',
    (pubStatus) => {
      expect(map({ uri: item.uri, pubStatus, version: '3' })).toMatchObject({
        type: 'article.withdraw',
        detail: { site: 'daily', id: item.uri, revision: 3, mode: 'gone' },
      });
    },
  );

  test('an embargo is kept, and one without a zone is refused rather than guessed', () => {
    expect(published({ ...item, embargoed: '2026-12-01T06:00:00+02:00' }).publishAt).toBe(
      '2026-12-01T06:00:00+02:00',
    );
    expect(map({ ...item, embargoed: '2026-12-01T06:00:00' })).toMatchObject({
      reasons: [{ path: 'embargoed' }],
    });
  });

  test('its own site is taken before its sender’s', () => {
    expect(published({ ...item, site: 'evening' }).site).toBe('evening');
  });

  test.each([
    [{ type: 'picture' }, 'type'],
    [{ representationType: 'partial' }, 'representationType'],
    [{ headlines: [] }, 'headlines'],
    [{ headlines: [{ value: 'x'.repeat(301) }] }, 'headlines[0].value'],
    [{ bodies: [] }, 'bodies'],
    [{ language: '??' }, 'language'],
    [{ site: 7 }, 'site'],
  ])('%j is refused at %s', (extra, path) => {
    expect(map({ ...item, ...extra })).toEqual({
      reasons: [{ path, message: expect.any(String) }],
    });
  });
});
