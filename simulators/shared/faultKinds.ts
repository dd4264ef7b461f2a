/**
 * What can go wrong with one request. "Commits" means that the vendor does the work and only the
 * answer is spoilt; that is the default noted below, and `commit` overrides it where noted with *.
 *
 * | kind | commits | what the client sees |
 * |---|---|---|
 * | `status` | no* | `status` (default 500) with the vendor's error form, or `body` |
 * | `rateLimited` | no | 429, Retry-After as the switch says, or `headers` |
 * | `delay` | yes* | the answer, `delayMs` late (`commit: false`: the work is late too) |
 * | `resetBefore`, `resetAfter` | no, yes | TCP reset |
 * | `hang`, `hangAfter` | no, yes | no answer, ever |
 * | `truncate` | yes | half of the body, with a matching Content-Length |
 * | `abortBody` | yes | half of the body, then the connection breaks |
 * | `drip` | yes | the answer byte by byte, one each `delayMs` (default 300) |
 * | `html` | no* | an HTML page with `status` (default 200) |
 * | `empty` | yes* | `status` (default: as answered) and no body |
 * | `redirect` | no* | `status` (default 302) to `location` (default: the stranger) |
 * | `wrongType` | yes | valid JSON of another type: `[]` for an object, `{}` for an array |
 * | `wrongContentType` | yes | the right body, labelled text/html |
 * | `notJson` | yes* | 200 with plain text |
 * | `huge` | yes | the body padded with spaces to `bytes` (default 32 MiB) |
 * | `repeatPage` | yes | lists: the page before, once more |
 * | `cutListing` | yes | lists: users are missing, and the reply shows it |
 * | `swapUser` | yes | lists: the last user of the page is unseen, and the first one there twice |
 * | `wrongTotal` | yes | lists: the page says that there is one user more (where it says how many) |
 * | `foreignNext` | yes | lists (Bridge): the next link leads to `location` (default: the stranger) |
 * | `reorderRows`, `missingRow`, `doubledRow` | yes | bulk replies (Requestor, Traliant) |
 */
export const FAULT_KINDS = [
	'status',
	'rateLimited',
	'delay',
	'resetBefore',
	'resetAfter',
	'hang',
	'hangAfter',
	'truncate',
	'abortBody',
	'drip',
	'html',
	'empty',
	'redirect',
	'wrongType',
	'wrongContentType',
	'notJson',
	'huge',
	'repeatPage',
	'cutListing',
	'swapUser',
	'wrongTotal',
	'foreignNext',
	'reorderRows',
	'missingRow',
	'doubledRow',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
