import type { Outcome } from '../shared/model/connector';
import { uniqueForm, type User } from '../shared/model/directory';
import { failureIn, RunError } from '../shared/model/failure';
import { isBlank, textOf } from '../shared/model/field';
import type { Row } from '../shared/model/row';
import { quoted, type ScimField } from './scim.places';
import type { ScimReader } from './scim.reader';
import type { FindBy } from './scim.user';

/** An account that has a value which a row wants. */
export interface Holder {
	readonly user: User;
	readonly field: FindBy | 'email';
}

/** An attribute of many members may be compared as a whole, or by one of them. Source: RFC 7644 §3.4.2.2. */
const EMAIL_FILTERS = ['emails.value', 'emails[type eq "work"].value'] as const;

/** Who holds what a row wants: a server's refusal seldom names them. */
export class ScimHolders {
	/** Which of the filters is asked; those before it the server did not take, or not heed. */
	private emailForm = 0;

	constructor(
		private readonly reader: ScimReader,
		private readonly keyField: FindBy,
		private readonly fieldNamed: (name: string) => ScimField,
	) {}

	/**
	 * Who has the e-mail address of a row, as far as the server takes a filter for it: many take none, and some answer it
	 * with everybody. @throws CallFailed
	 */
	async withEmail(row: Row): Promise<User[]> {
		const { email } = row.values;
		if (isBlank(email) || email === undefined) return [];
		const field = this.fieldNamed('email');
		const wanted = uniqueForm(field, email);
		for (let form = this.emailForm; form < EMAIL_FILTERS.length; form++) {
			const users = await this.reader.matching(`${EMAIL_FILTERS[form]} eq ${quoted(textOf(email))}`);
			const holders = users?.filter(({ values }) => uniqueForm(field, values.email) === wanted) ?? [];
			if (users?.length === holders.length) return holders;
			this.emailForm = Math.max(this.emailForm, form + 1);
			if (holders.length > 0) return holders;
		}
		return [];
	}

	/** What is told of a row whose value is another account's. */
	takenBy({ user, field }: Holder, row: Row): Outcome {
		const who = `${user.name === '' ? 'another account' : user.name} (id ${user.id})`;
		const advice =
			field === this.keyField
				? 'Run this again, so that the account is matched instead of created.'
				: 'Find out whose it is, and change it for the other of the two.';
		const name = this.fieldNamed(field);
		return {
			kind: 'failed',
			code: field === 'email' ? 'EMAIL_TAKEN' : 'ALREADY_EXISTS',
			message: `${name.label} "${textOf(row.values[field])}" is held by ${who}. ${advice}`,
			conflict: { field, heldBy: user.id },
		};
	}

	/** Who holds the user name or the external id of a row, as far as the server filters. */
	async holderOf(row: Row): Promise<Holder | undefined> {
		for (const field of ['userName', 'externalId'] as const) {
			const value = row.values[field];
			if (isBlank(value)) continue;
			try {
				const user = await this.reader.by(field, textOf(value));
				if (user !== undefined) return { user, field };
			} catch (error) {
				if (error instanceof RunError) return undefined;
				failureIn(error);
			}
		}
		return undefined;
	}
}
