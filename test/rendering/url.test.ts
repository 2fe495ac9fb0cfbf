import fc from 'fast-check';
import { expect, test } from 'vitest';
import { originOf } from '#domain/rendering/url.ts';

test.each([
  ['https://img.example.com/x.png', 'https://img.example.com'],
  ['HTTPS://IMG.example.com:8443/x.png', 'https://img.example.com:8443'],
  ['https://img.example.com@elsewhere.example/x.png', 'https://elsewhere.example'],
  ['https://img.example.com:80@elsewhere.example/', 'https://elsewhere.example'],
  ['https://img.example.com\\@elsewhere.example/', 'https://img.example.com'],
  ['https://img.example.com%2eelsewhere.example/', 'https://img.example.com.elsewhere.example'],
  ['https://bücher.example/x.png', 'https://xn--bcher-kva.example'],
  ['https://[::1]:8080/x.png', 'https://[::1]:8080'],
  ['https://img_1.example.com/x.png', 'https://img_1.example.com'],
  ['/media/x.png', undefined],
  ['https://%00/', undefined],
])('the origin of %s is the host that a browser asks', (address, origin) => {
  expect(originOf(address)).toBe(origin);
});

test('whatever an address looks like, its origin is what the platform’s own parser says, or there is none', () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (address) => {
      expect(originOf(address)).toBe(new URL(address).origin);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (rest) => {
      const address = `https://img.example.com${rest}`;
      // An address that no browser can read loads nothing, whatever is said of it.
      if (!URL.canParse(address)) return;
      expect(originOf(address)?.replace(/:443$/, '')).toBe(new URL(address).origin);
    }),
  );
});
