import { fold } from './headings/fold';

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
