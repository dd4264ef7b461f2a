import { fold } from '../model/fold';

const YES =
	'true,1,yes,y,on,ja,j,oui,si,sí,sim,da,tak,ano,wahr,vrai,verdadero,verdadeiro,vero,waar,prawda,sant,так,да,истина,істина';
const NO =
	'false,0,no,n,off,nein,non,nee,nei,nej,não,nie,ne,falsch,faux,falso,onwaar,fałsz,falskt,ні,нет,ложь,хибність,хиба';

const WORDS: ReadonlyMap<string, boolean> = new Map([
	...YES.split(',').map((word): [string, boolean] => [word, true]),
	...NO.split(',').map((word): [string, boolean] => [word, false]),
]);

/** Whether a word says yes or no, in any of the languages; undefined for other words. */
export function meansYes(text: string): boolean | undefined {
	const word = text.toLowerCase();
	return WORDS.get(word) ?? WORDS.get(fold(word));
}

/** What one letter says where it answers a question: a database's true and false, a tick, "sí", "oui". In a column of states they are codes. */
const LETTERS: ReadonlyMap<string, boolean> = new Map([
	...['t', 'x', 's', 'o', 'т', 'д'].map((letter): [string, boolean] => [letter, true]),
	...['f', 'н'].map((letter): [string, boolean] => [letter, false]),
]);

/** Whether an answer to a question says yes or no; undefined for what is neither. */
export function answersYes(text: string): boolean | undefined {
	return meansYes(text) ?? LETTERS.get(text.toLowerCase());
}
