import { fold } from '../../model/fold';
import { once } from './once';

/** ISO 639 code → the language's name in English and in itself, and what else it is called. */
const NAMES: Readonly<Record<string, string>> = {
	ar: 'arabic, العربية, arabisch, arabe',
	bg: 'bulgarian, български',
	ca: 'catalan, català',
	cs: 'czech, čeština, tschechisch',
	da: 'danish, dansk, dänisch',
	de: 'german, swiss german, schweizerdeutsch, deutsch, allemand, alemán, alemão, tedesco, duits, tyska, niemiecki, німецька, немецкий',
	el: 'greek, ελληνικά, griechisch',
	en: 'english, british english, american english, uk english, us english, english uk, english us, englisch, anglais, inglés, inglês, inglese, engels, engelska, angielski, англійська, английский',
	es: 'spanish, español, castellano, spanisch, espagnol, espanhol, spagnolo, spaans, spanska, hiszpański, іспанська, испанский',
	et: 'estonian, eesti, eesti keel',
	fi: 'finnish, suomi, finnisch',
	fr: 'french, français, französisch, francés, francês, francese, frans, franska, francuski, французька, французский',
	he: 'hebrew, עברית',
	hi: 'hindi, हिन्दी',
	hr: 'croatian, hrvatski',
	hu: 'hungarian, magyar, ungarisch',
	id: 'indonesian, bahasa indonesia',
	it: 'italian, italiano, italienisch, italien, italiaans, italienska, włoski, італійська, итальянский',
	ja: 'japanese, 日本語, japanisch',
	ko: 'korean, 한국어',
	lt: 'lithuanian, lietuvių',
	lv: 'latvian, latviešu',
	nl: 'dutch, flemish, vlaams, nederlands, niederländisch, néerlandais, holandés, holandês, olandese, nederländska, holenderski',
	no: 'norwegian, bokmål, norsk bokmål, norwegian bokmål, norsk, norwegisch',
	pl: 'polish, polski, polnisch, polonais, polaco, polacco, pools, polska, польська, польский',
	pt: 'portuguese, brazilian portuguese, portuguese brazil, português brasil, português, portugiesisch, portugais, portugués, portoghese, portugees, portugisiska',
	ro: 'romanian, română, rumänisch',
	ru: 'russian, русский, russisch, russe, ruso, russo, ryska, rosyjski, російська',
	sk: 'slovak, slovenčina',
	sl: 'slovenian, slovene, slovenščina',
	sr: 'serbian, srpski, српски',
	sv: 'swedish, svenska, schwedisch, suédois, sueco, svedese, zweeds',
	th: 'thai, ไทย',
	tr: 'turkish, türkçe, türkisch, turc, turco, turks, turkiska',
	uk: 'ukrainian, українська, ukrainisch, ukrainien, ucraniano, ucraino, oekraïens, ukrainska, ukraiński, украинский',
	vi: 'vietnamese, tiếng việt',
	zh: 'chinese, simplified chinese, traditional chinese, 中文, mandarin, chinesisch, chinois, chino, chinês, cinese',
};

const byName = once(
	(): ReadonlyMap<string, string> =>
		new Map(
			Object.entries(NAMES).flatMap(([code, names]) =>
				names.split(',').map((name): [string, string] => [fold(name), code]),
			),
		),
);

/** A language's code, its country left as it is: `de`, `de-AT`, `pt_BR`, `zh-Hant-TW`. */
const CODE = /^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$/i;
const COUNTRY_NOTE = /^(.{2,40}?)\s*\(.{1,40}\)$/s;

/** The code of a language given by code or name; undefined for what is neither. */
export function languageCode(text: string): string | undefined {
	const code = byName().get(fold(text));
	if (code !== undefined) return code;
	if (CODE.test(text)) return text;
	const bare = COUNTRY_NOTE.exec(text)?.[1];
	return bare === undefined ? undefined : byName().get(fold(bare));
}
