import type { Outcome } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { failureIn, RunError } from '../shared/model/failure';
import { isBlank, textOf } from '../shared/model/field';
import type { Row } from '../shared/model/row';
import type { ScimField } from './scim.places';
import type { ScimReader } from './scim.reader';
import type { FindBy } from './scim.user';

/** An account that has a value which a row wants. */
export interface Holder {
	readonly user: User;
	readonly field: FindBy | 'email';
}

/** Who holds what a row wants: a server's refusal seldom names them. */
export class ScimHolders {
	constructor(
		private readonly reader: ScimReader,
		private readonly keyField: FindBy,
		private readonly fieldNamed: (name: string) => ScimField,
	) {}

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
