/** The words of the pages themselves in one language. `{}` is where a name or a time goes. */
export interface Words {
  /** The first day of the week in calendars, ISO: 1 is Monday, 6 Saturday, 7 Sunday (CLDR weekData). */
  readonly weekStart: 1 | 6 | 7;
  readonly skip: string;
  readonly sections: string;
  readonly about: string;
  readonly by: string;
  readonly published: string;
  readonly updated: string;
  readonly corrected: string;
  readonly correction: string;
  readonly corrections: string;
  readonly topics: string;
  readonly related: string;
  readonly latest: string;
  readonly more: string;
  readonly moreNews: string;
  readonly mostRecent: string;
  readonly archive: string;
  readonly feed: string;
  readonly frontPage: string;
  readonly author: string;
  readonly topic: string;
  readonly daysWithNews: string;
  readonly hours: string;
  readonly nothing: string;
  readonly notFound: string;
  readonly notFoundTitle: string;
  readonly notFoundText: string;
  readonly withdrawn: string;
  readonly goneTitle: string;
  readonly goneText: string;
  readonly moved: string;
  readonly alsoIn: string;
  readonly table: string;
  readonly colophon: string;
}
