import { fold } from '../model/fold';
import { foldedWords } from './headings/wordSet';

/** How a line of totals begins. */
const TOTALS = new Set(
	foldedWords([
		'total, totals, grand total, sum, subtotal, count, gesamt, summe, gesamtsumme, anzahl, zwischensumme, somme, totaux, totale, totaal, som, summa, antal, razem, suma, łącznie, разом, усього, всього, итого, всего, total geral, total general, gesamtzahl, insgesamt, headcount, nombre, effectif, ogółem, totalt, aantal, итог, підсумок, кількість, количество, liczba',
	]),
);
/** What is counted. */
const COUNTED = new Set(
	foldedWords([
		'of, all, employees, employee, people, persons, staff, users, records, rows, entries, headcount, fte, mitarbeiter, mitarbeitende, personen, zeilen, datensätze, einträge, salariés, personnes, lignes, collaborateurs, empleados, personas, registros, filas, colaboradores, funcionários, pessoas, linhas, dipendenti, persone, righe, medewerkers, personen, rijen, werknemers, anställda, personer, rader, medarbetare, pracowników, pracownicy, osób, osoby, wierszy, працівників, співробітників, осіб, людей, рядків, сотрудников, человек, записей, строк, de, des, del, di, van, der, av, general, geral, général, générale, generale',
	]),
);
const WORDS = /[\s:=()[\]/.,;#№-]+/u;
const NUMBER = /^\d+$/;
const LONGEST = 60;
/** No word is shorter than three letters: nearly all keys are told from them by that. */
const MAY_HOLD_WORDS = /[a-z]{3}|[^\0-\x7f]/i;

/** Whether a cell is what a line of totals begins with: "Total", "Summe: 14", "Итого 40 человек". */
export function isTotal(cell: unknown): boolean {
	if (typeof cell !== 'string' || cell.length > LONGEST || !MAY_HOLD_WORDS.test(cell) || cell.includes('@'))
		return false;
	const words = cell.split(WORDS).filter((word) => word !== '' && !NUMBER.test(word));
	const folded = words.map(fold).filter((word) => word !== '');
	if (folded.length === 0 || folded.length > 5) return false;
	for (let length = Math.min(2, folded.length); length > 0; length -= 1)
		if (TOTALS.has(folded.slice(0, length).join('')))
			return folded.slice(length).every((word) => COUNTED.has(word) || TOTALS.has(word));
	return false;
}

/** What stands alone below a list, in one word. */
const REMARKS = new Set(
	foldedWords([
		'confidential, vertraulich, confidentiel, confidencial, riservato, vertrouwelijk, konfidentiellt, poufne, конфіденційно, конфиденциально, end, eof, ende, fin, fim, fine, einde, slut, koniec, кінець, конец',
	]),
);
/** "Page 1 of 2", "* without contractors", "Report generated on 27.11.2026": three words, or a note's sign. */
const SENTENCE = /\S\s+\S+\s+\S|^\s*[*†¹(]\S*\s+\S/u;

/** Whether a text that stands alone in a row is a remark about the list, and nobody's key. */
export function isRemark(text: string): boolean {
	return !text.includes('@') && (SENTENCE.test(text) || REMARKS.has(fold(text)));
}
