/** Offsets into a report's text, counted in Unicode code points as readings count them, against positions in the page. */

/** The range of the page that holds the code points from start to end, or null where the text is shorter. */
export function rangeOf(article: Node, start: number, end: number): Range | null {
  const range = document.createRange();
  const walk = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let seen = 0;
  let begun = false;
  for (let node = walk.nextNode() as Text | null; node; node = walk.nextNode() as Text | null) {
    const length = points(node.data);
    if (!begun && start < seen + length) {
      range.setStart(node, units(node.data, start - seen));
      begun = true;
    }
    if (begun && end <= seen + length) {
      range.setEnd(node, units(node.data, end - seen));
      return range;
    }
    seen += length;
  }
  return null;
}

/** Where a range of the page starts and ends in the text, in code points, and the words between. */
export function spanOf(article: Node, range: Range): { start: number; end: number; quote: string } {
  const before = document.createRange();
  before.setStart(article, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = points(before.toString());
  const quote = range.toString();
  return { start, end: start + points(quote), quote };
}

/** How many code points a string has; its own length counts UTF-16 units. */
export function points(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** How many UTF-16 units the first code points of a string take. */
export function units(text: string, count: number): number {
  let unit = 0;
  for (const point of text) {
    if (count-- <= 0) break;
    unit += point.length;
  }
  return unit;
}

/** Whole numbers written in digits of any script that Unicode knows, in order; a separator of thousands is no end of a number. */
export function numbers(text: string): number[] {
  const plain = text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
  return [...plain.matchAll(/\d{1,3}(?:[,\u066c\u00a0\u202f]\d{3})+(?!\d)|\d+/gu)].map(([digits]) => Number(digits.replace(/\D/g, "")));
}

/** The value of a decimal digit: Unicode lays each script's ten digits one after another, from nought. */
function digitValue(digit: string): number {
  let code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code -= 1;
    value += 1;
  }
  return value % 10;
}
