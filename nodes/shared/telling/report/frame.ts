import type { Digest } from './blocks';
import { escapeHtml } from '../../model/inert';
import type { Tone } from './words';

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
export const INK = '#1f2937';
export const SOFT = '#566173';
export const LINE = '#e3e8ef';
export const PAGE = '#eef1f6';
const CARD = '#ffffff';

/** Fonts and colours stand on every cell: Outlook does not let tables inherit them. */
export const BASE = `${FONT}font-size:15px;line-height:22px;color:${INK};`;
export const SMALL = `${FONT}font-size:13px;line-height:19px;color:${SOFT};`;
export const MONO = "font-family:Consolas,Menlo,'Courier New',monospace;";
/** Long keys and addresses break instead of making the page wider than a phone. */
export const BREAK = 'overflow-wrap:anywhere;word-break:break-word;';
export const TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';

interface Shades {
	readonly solid: string;
	readonly tint: string;
	readonly ink: string;
}

/** Dark ink on a light tint: mail clients that turn colours round for dark mode keep the two apart. */
export const TONES: Readonly<Record<Tone, Shades>> = {
	good: { solid: '#2e9e6b', tint: '#e6f5ee', ink: '#14613f' },
	info: { solid: '#3b7ddd', tint: '#e8f0fc', ink: '#1c4a8f' },
	quiet: { solid: '#a9b4c2', tint: '#f1f4f8', ink: '#475263' },
	warn: { solid: '#e09a2b', tint: '#fdf3e0', ink: '#7a4a06' },
	bad: { solid: '#d2504a', tint: '#fcebea', ink: '#8f241f' },
};

/** Everything up to the first section: document, page, card and banner. */
export function opening({ headline, time }: Digest, subject: string): string {
	const { solid, tint, ink } = TONES[headline.tone];
	const paragraphs = headline.paragraphs.map((text) => `<p style="margin:6px 0 0">${escapeHtml(text)}</p>`);
	return `<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:0;background:${PAGE}">
<table ${TABLE} bgcolor="${PAGE}" style="background:${PAGE}"><tr><td align="center" style="padding:20px 10px">
<!--[if mso]><table role="presentation" width="640" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table ${TABLE} bgcolor="${CARD}" style="max-width:640px;background:${CARD};border:1px solid ${LINE};border-radius:10px;text-align:left">
<tr><td bgcolor="${tint}" style="${BASE}${BREAK}padding:20px 24px 18px;background:${tint};border-top:6px solid ${solid};border-radius:9px 9px 0 0">
<div style="${SMALL}">${escapeHtml(headline.title)}</div>
<h1 style="margin:2px 0 8px;font-size:22px;line-height:28px;color:${ink}">${escapeHtml(headline.state)}</h1>
${paragraphs.join('')}
<div style="${SMALL}margin-top:12px">${escapeHtml(time)}</div>
</td></tr>
`;
}

/** Everything after the last section. */
export const CLOSING = `<tr><td style="font-size:1px;line-height:16px">&nbsp;</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;

/** The first row of a section. */
export function heading(title: string): string {
	return `<tr><td style="${BASE}${BREAK}padding:18px 24px 4px"><h2 style="margin:0;font-size:17px;line-height:24px">${escapeHtml(title)}</h2></td></tr>\n`;
}
