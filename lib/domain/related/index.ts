import type { SiteId } from '../ids.ts';
import type { SetChange } from '../ports.ts';
import { keyText } from '../ports.ts';
import { postingsKey } from './keys.ts';
import { dayOf, encodePosting, postingWeight, sectionCode } from './posting.ts';
import type { Profile } from './profile.ts';
import { decodeVector, IS_POSTED } from './vector.ts';

/**
 * The sets an article is a member of, so that others find it by its terms. What no list may name is found as well: for
 * its own list's sake.
 */
export function postingsOf(site: SiteId, profile: Profile): readonly SetChange[] {
  const vector = decodeVector(profile.vector);
  const day = dayOf(profile.publishedAt);
  const section = sectionCode(profile.section);
  const changes: SetChange[] = [];
  for (let n = 0; n < vector.size; n += 1) {
    if (!((vector.flags[n] ?? 0) & IS_POSTED)) continue;
    const weight = postingWeight(vector.levels[n] ?? 0, profile.length);
    changes.push({
      key: postingsKey(site, profile.language, vector.hashes[n] ?? 0),
      members: [encodePosting({ id: profile.id, weight, day, section })],
    });
  }
  return changes;
}

/** Members of `from` that are not in `other`. */
export function setsWithout(
  from: readonly SetChange[],
  other: readonly SetChange[],
): readonly SetChange[] {
  const known = new Set(
    other.flatMap(({ key, members }) => members.map((m) => memberText(key, m))),
  );
  return from.filter(({ key, members }) => !members.every((m) => known.has(memberText(key, m))));
}

const memberText = (key: SetChange['key'], member: string): string => `${keyText(key)}\n${member}`;
