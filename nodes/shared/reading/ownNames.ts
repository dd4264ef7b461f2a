import type { Field } from '../model/field';
import { inert } from '../model/inert';
import { partsOf } from './headings/headings';

/** More columns than this are no table but a mistake; each one costs time on every row. */
const MOST_UNKNOWN = 200;
/** A password, whatever a vendor calls it: `user_password`, `Initial Password`, `pwd2`. */
const PASSWORD_NAME =
	/^(?:user|account|login|new|initial|first|temp|temporary|default|confirm)*(?:password|passwd|pwd|passwort|kennwort|passphrase|passcode|пароль)\d*$/;
const NO_LETTER_OR_DIGIT = /[^\p{L}\p{N}]+/gu;

/** Why a secret was left out; `what` names the column or field. */
export function secretWarning(what: string): string {
	return `${what} was not sent: switch on Options → Send Password to send it with every run.`;
}

/** Names that every object has, or that change an object when assigned. */
export function isTreacherous(name: string): boolean {
	return name in Object.prototype || name === 'prototype';
}

/** The secret field that an unmatched column stands for when it holds passwords; undefined for all others. */
export function passwordField(name: string): Field | undefined {
	const { meaning, names } = partsOf(name);
	const isPassword =
		meaning === 'password' || names.some((one) => PASSWORD_NAME.test(one.replace(NO_LETTER_OR_DIGIT, '')));
	return isPassword ? { name, label: name, kind: 'text', secret: true, nameOnly: true, neverEmpty: true } : undefined;
}

/** The names under which unmatched columns are sent; what can't or must not be sent under its name is left out. */
export function ownNames(columns: readonly string[], sendPassword: boolean, warnings: string[]): Map<string, string> {
	// A field's own name is never among them: its column has matched.
	const taken = new Set<string>();
	const unknown = new Map<string, string>();
	for (const column of columns) {
		const name = column.trim();
		if (name === '' || taken.has(name) || isTreacherous(name)) continue;
		if (!sendPassword && passwordField(name) !== undefined) {
			warnings.push(secretWarning(`Column "${inert(column)}"`));
			continue;
		}
		if (unknown.size >= MOST_UNKNOWN) {
			warnings.push(`Only the first ${MOST_UNKNOWN} unknown columns are sent.`);
			break;
		}
		taken.add(name);
		unknown.set(column, name);
	}
	return unknown;
}
