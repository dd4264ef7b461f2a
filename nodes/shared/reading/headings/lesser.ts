import { fold } from '../../model/fold';
import { wordSet } from './wordSet';

/**
 * Headings that yield to another of the same meaning: what directories call an entry, beside the name that people see; what
 * stands below or above a department; codes; the beginning of a contract or of a second employment.
 */
const LESSER = wordSet([
	'cn, name, common name, area, sección, seção, secção, setor, sector, service, settore, fachbereich',
	'lotação, servizio, dienst, hoofdafdeling, sektion, sekcja, referat, відділення, цех, служба, сектор, отделение, участок, підрозділ, подразделение, person id',
	'location code, home department, co',
	'cost center name, cost centre name, cost center description, cost centre description, cost center 1 description, kostenstellenbezeichnung',
	'rehire date, contract start, contract start date, dtcontractstart, vertragsbeginn, date de début de contrat, date début contrat, début contrat, début du contrat, inicio contrato, inicio de contrato, fecha inicio contrato, fecha de inicio de contrato, fecha de contrato, início do contrato, data de início do contrato, data inizio contratto, inizio contratto, begin contract, begindatum contract, startdatum contract, umowa od, początek umowy, data rozpoczęcia umowy',
]);
/** The second of several: "Phone 2". */
const FURTHER = /\D[2-9]$/;
/** A code beside the name: "Department (externalCode)", ADP's `nameCode.codeValue` beside `nameCode.shortName`. */
const CODE = /[[({]\s*(?:external[ _]?)?(?:code|id|key)\s*[\])}]\s*$|\.code(?:value)?$/i;

/** Whether a heading holds the code of what another names: "Department (externalCode)" beside "Department (name)". */
export function isCode(column: string): boolean {
	return CODE.test(column);
}

/** Whether a heading yields to another of the same meaning. */
export function isLesser(column: string): boolean {
	const folded = fold(column);
	return LESSER.has(folded) || FURTHER.test(folded) || isCode(column);
}
