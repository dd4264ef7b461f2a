import { fold } from '../../model/fold';
import type { Language } from './table';
import { once } from './once';

/** The names of the twelve months, in each language; forms of one month are separated by `/`. */
const NAMES: Readonly<Partial<Record<Language, string>>> = {
	en: 'january february march april may june july august september october november december',
	de: 'januar/jänner/jan februar/feber/feb märz/mrz/mär april mai juni/juno juli/julei august september/sept oktober/okt november dezember/dez',
	fr: 'janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre/sept octobre novembre décembre/déc',
	es: 'enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre diciembre/dic',
	pt: 'janeiro fevereiro/fev março abril/abr maio/mai junho julho agosto/ago setembro/set outubro/out novembro dezembro/dez',
	it: 'gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto/ago settembre/set/sett ottobre/ott novembre dicembre/dic',
	nl: 'januari februari maart/mrt april mei juni juli augustus september oktober/okt november december',
	sv: 'januari februari mars april maj juni juli augusti september oktober/okt november december',
	pl: 'styczeń/stycznia/sty luty/lutego/lut marzec/marca/mar kwiecień/kwietnia/kwi maj/maja czerwiec/czerwca/cze lipiec/lipca/lip sierpień/sierpnia/sie wrzesień/września/wrz październik/października/paź listopad/listopada/lis grudzień/grudnia/gru',
	uk: 'січень/січня/січ лютий/лютого/лют березень/березня/бер квітень/квітня/кві/квіт травень/травня/тра/трав червень/червня/чер/черв липень/липня/лип серпень/серпня/сер/серп вересень/вересня/вер жовтень/жовтня/жов/жовт листопад/листопада/лис/лист грудень/грудня/гру/груд',
	ru: 'январь/января/янв февраль/февраля/фев/февр март/марта/мар апрель/апреля/апр май/мая июнь/июня/июн июль/июля/июл август/августа/авг сентябрь/сентября/сен/сент октябрь/октября/окт ноябрь/ноября/ноя/нояб декабрь/декабря/дек',
};

const monthsByName = once((): ReadonlyMap<string, number> => {
	const months = new Map<string, number>();
	const add = (name: string, month: number): void => {
		if (!months.has(fold(name))) months.set(fold(name), month);
	};
	const tables = Object.values(NAMES).map((line) => line.split(' '));
	for (const names of tables) names.forEach((forms, at) => forms.split('/').forEach((form) => add(form, at + 1)));
	// Three letters are enough where they are nobody else's: "ene", "dic", "sep".
	for (const names of tables)
		names.forEach((forms, at) => {
			const [full = ''] = forms.split('/');
			if (full.length > 3) add(full.slice(0, 3), at + 1);
		});
	return months;
});

/** The month that a name means, from 1; undefined for other words. */
export function monthOfName(name: string): number | undefined {
	return monthsByName().get(fold(name));
}
