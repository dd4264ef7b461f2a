import { wordSet } from './wordSet';
import { qualifierOf } from './qualifiers';

/** Words for a number, which beside a manager need not say whose: "Supervisor Code", "Vorgesetzter-PNR". */
export const NUMBER_WORDS = wordSet([
	'id, ids, number, no, nr, num, nbr, code, ref, reference, key, pnr, persnr, pernr, personnel, personalnummer, nummer, matricule, numéro, número, código, legajo, matrícula, matricola, matr, codice, numero, personeelsnummer, personeelsnr, mécanographique, mecanográfico, кадрового, особовий, персональный, medewerkernummer, kod, numer, kadrowy, ewidencyjny, номер, код, табельний, табельный, таб, ід, ид, anstnr, anst, anställningsnummer, anställningsnr, resursnr, uid, employeeid, userid, username, login',
]);
const BESIDE_NUMBER = wordSet([
	'to, n, 1, n1, primary, line, a, an, aan, till, display, user, sys, unique, benutzer, os, resursnr, utilisateur',
]);

/** Whether words say the number or the login of a manager. */
export function isManagersNumber(words: readonly string[]): boolean {
	const isOneOf = (word: string): boolean =>
		NUMBER_WORDS.has(word) || BESIDE_NUMBER.has(word) || ['manager', 'plain'].includes(qualifierOf(word) ?? '');
	return (
		words.some((word) => qualifierOf(word) === 'manager') &&
		words.some((word) => NUMBER_WORDS.has(word)) &&
		words.every(isOneOf)
	);
}

/** Words for people who are employed, and for numbers: together they are an employee's number ("N° salarié", "Medarbetar-ID"). */
const EMPLOYED = wordSet([
	'employee, employees, emp, empl, worker, staff, mitarbeiter, salarié, collaborateur, employé, empleado, trabajador, colaborador, funcionário, empregado, dipendente, collaboratore, lavoratore, medewerker, werknemer, personeels, anställd, medarbetare, medarbetar, pracownika, співробітника, працівника, сотрудника, работника',
]);
const NUMBERS = wordSet([
	'id, number, no, nr, num, nbr, code, nummer, kod, numéro, identifiant, matricule, número, código, nro, n, nº, numero, codice, numer, номер, код, ід, ид',
]);

/** Whether words say the number of somebody who is employed. */
export function isEmployeesNumber(words: readonly string[]): boolean {
	return (
		words.length > 1 &&
		words.some((word) => EMPLOYED.has(word)) &&
		words.some((word) => NUMBERS.has(word)) &&
		words.every((word) => EMPLOYED.has(word) || NUMBERS.has(word))
	);
}
