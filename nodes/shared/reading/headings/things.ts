import type { Meaning } from '../../model/meaning';
import { wordSet } from './wordSet';

/** What lists number and name beside people: pay groups, cost centers, teams, contracts. */
const THINGS = wordSet([
	'group, groups, center, centre, cost, site, office, team, teams, unit, organization, organisation, org, location, department, division, company, branch, region, job, position, contract, schedule, shift, plan, calendar, grade, project, class, category, course, ledger, store, building, entity, address',
	'adresse, dirección, endereço, indirizzo, adres, adress, адреса, адрес',
	'gruppe, kostenstelle, standort, abteilung, bereich, firma, gesellschaft, mandant, niederlassung, vertrag, planstelle, stelle, projekt, kurs',
	'groupe, centre, équipe, service, département, société, établissement, contrat, poste, projet',
	'grupo, centro, sede, equipo, departamento, empresa, contrato, puesto, unidad, proyecto, filial, equipa, equipe, unidade, projeto, cargo',
	'gruppo, squadra, reparto, azienda, contratto, unità, progetto, filiale',
	'groep, kostenplaats, locatie, vestiging, afdeling, bedrijf, functie, rooster, project',
	'grupp, kostnadsställe, avdelning, företag, avtal, enhet, projekt',
	'grupa, mpk, lokalizacja, zespół, dział, umowa, stanowisko, jednostka, oddział, projekt',
	'група, центр, офіс, команда, відділ, підрозділ, компанія, договір, посада, проєкт',
	'группа, офис, отдел, подразделение, компания, договор, должность, проект',
]);
/** Contracts, jobs and employers: when they end, the person leaves. */
const EMPLOYING = wordSet([
	'job, position, contract, service, company, organization, organisation, org, entity, vertrag, planstelle, stelle, firma, gesellschaft, mandant, contrat, poste, société, contrato, puesto, empresa, cargo, contratto, azienda, functie, bedrijf, avtal, företag, umowa, stanowisko, договір, посада, компанія, договор, должность, компания',
]);
/** What ends, or has a state, while the person stays. */
const PASSING = wordSet([
	'leave, absence, vacation, probation, trial, visa, permit, benefit, benefits, insurance, training, certificate, license, maternity, parental, sick, sabbatical, onboarding, check, approval, marital, military, review, compensation, salary, bonus, sync, import, card, device, vehicle, subscription, loan, asset, equipment, school, education, university, degree, payroll, tax, licence, driving, passport, document, dependent, secondment',
	'urlaub, probezeit, elternzeit, mutterschutz, krankheit, versicherung, visum, arbeitserlaubnis, aufenthaltstitel, aufenthalt, führerschein, ausweis, ausbildung, schule, studium, congé, congés, essai, absence, assurance, formation, vacaciones, permiso, prueba, seguro, férias, licença, experiência, ausência, ferie, congedo, prova, assenza',
	'verlof, proeftijd, verzekering, semester, provanställning, föräldraledighet, frånvaro, urlop, urlopu, próbny, próbnego, відпустка, відпустки, випробувальний, отпуск, отпуска, испытательный, страховка',
]);
/** What a thing has as people do. */
const NUMBERS_AND_NAMES: ReadonlySet<Meaning> = new Set<Meaning>([
	'userId',
	'login',
	'employeeNumber',
	'otherNumber',
	'name',
	'fullName',
	'lastFirst',
]);
const STATES: ReadonlySet<Meaning> = new Set<Meaning>(['status', 'enabled', 'disabled']);
/** Ends of anything; a termination is a person's, whatever it stands under. */
const ENDS = wordSet([
	'end, end date, date end, finish, finish date, until, to, valid to, valid until, expiry, expiry date, expires, expiration date',
	'ende, enddatum, endedatum, bis, gültig bis, ablaufdatum, fin, date fin, date de fin, fin de validité, fecha fin, fecha de fin, fecha final, fecha de finalización, fim, data fim, data de fim, data final, fine, data fine, data di fine',
	'einde, einddatum, slut, slutdatum, koniec, data końca, data zakończenia, кінець, дата закінчення, конец, дата окончания',
]);

/** Beginnings of anything; a hire date is a person's. */
const STARTS = wordSet([
	'start, start date, date start, begin, begin date, beginn, startdatum, début, date de début, date début, fecha inicio, fecha de inicio, data início, data de início, data inizio, data di inizio, begindatum, datum aanvang, start datum, data rozpoczęcia, дата початку, дата начала',
]);

/**
 * Whether "ID", "Name", "Status" or "End Date" is said of a thing, by the words beside it: "Cost Center - ID", "Pay Group -
 * Name", "Visa - End Date". "Company - Employee ID" is the person's, and so are an office's address and telephone number.
 * @param words what says it, folded
 */
export function isOfThing(meaning: Meaning, words: readonly string[], beside: readonly string[]): boolean {
	if (!isAnybodys(meaning, words)) return false;
	return beside.some((word) => staysWith(word) || (NUMBERS_AND_NAMES.has(meaning) && THINGS.has(word)));
}

/** Whether these words are said of people and things alike. */
function isAnybodys(meaning: Meaning, words: readonly string[]): boolean {
	if (meaning === 'endDate') return ENDS.has(words.join(''));
	if (meaning === 'hireDate') return STARTS.has(words.join(''));
	return words.length === 1 && (STATES.has(meaning) || NUMBERS_AND_NAMES.has(meaning) || meaning === 'title');
}

/** Whether somebody stays when this ends. */
function staysWith(word: string): boolean {
	return PASSING.has(word) || (THINGS.has(word) && !EMPLOYING.has(word));
}
