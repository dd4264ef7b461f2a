import { foldedWords, fold } from './headings/fold';

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
