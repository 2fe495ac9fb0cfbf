/*
 * Text that is merely odd is mended, never refused. What goes is what would break a queue, an XML feed or the reading
 * order of the line around it: controls, embeddings, overrides and isolates (marks such as U+200F stay, and suffice),
 * byte order marks and annotation anchors.
 */
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/gu;
const REMOVED = /(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/gu;
/** SQS refuses U+FFFE and U+FFFF, XML also the other noncharacters. */
const NONCHARACTERS = /\p{Noncharacter_Code_Point}/gu;
const VISIBLE = /(?!\p{Default_Ignorable_Code_Point}|\u2800)[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Co}]/u;

/** Markup without the characters that no store or reader can take. Not composed: `>` and U+0338 would become one character. */
export const cleanMarkup = (text: string): string =>
  text
    .toWellFormed()
    .replace(LINE_ENDS, '\n')
    .replace(REMOVED, '')
    .replace(NONCHARACTERS, '\uFFFD');

/** Plain text in NFC that every store, queue and feed takes; keeps its line breaks and tabs. Cleaning twice changes nothing. */
export const cleanText = (text: string): string => cleanMarkup(text).normalize('NFC');

/** `cleanText` on one line: every run of white space is one space, none at the ends. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/gu, ' ').trim();

/** Whether a reader would see anything of it. */
export const hasVisible = (text: string): boolean => VISIBLE.test(text);
