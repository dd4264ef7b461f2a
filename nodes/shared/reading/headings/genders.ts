import { foldedWords } from './wordSet';
import { once } from './once';

/** What lists call women and men, in all languages. */
const FEMALE =
	'female, f, w, woman, fem, girl, mrs, weiblich, frau, féminin, feminin, femme, mujer, femenino, femenina, hembra, feminino, feminina, mulher, femmina, femminile, donna, vrouw, vrouwelijk, v, kvinna, kvinnlig, kvinde, k, kobieta, kob, żeńska, żeński, жінка, жіноча, жіночий, жін, ж, женщина, женский, жен';
const MALE =
	'male, m, man, masc, boy, mr, männlich, mann, masculin, homme, h, hombre, masculino, varón, homem, maschio, maschile, uomo, mannelijk, manlig, mężczyzna, męski, męska, mężcz, чоловік, чоловіча, чоловічий, чол, ч, мужчина, мужской, муж, м';

const byWord = once(
	(): ReadonlyMap<string, 'female' | 'male'> =>
		new Map([
			...foldedWords([FEMALE]).map((word): [string, 'female'] => [word, 'female']),
			...foldedWords([MALE]).map((word): [string, 'male'] => [word, 'male']),
		]),
);

/** The gender that a folded word means; undefined for other words. */
export function genderOf(folded: string): 'female' | 'male' | undefined {
	return byWord().get(folded);
}
