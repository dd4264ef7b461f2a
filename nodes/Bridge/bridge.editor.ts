import { CallFailed, failureIn } from '../shared/model/failure';
import type { Field } from '../shared/model/field';
import type { Http } from '../shared/transport/http';
import { customFieldsOf } from './bridge.reader';
import { BRIDGE_FIELDS, customFieldFor, type CustomField } from './bridge.user';

/** The fields that the editor offers: Bridge's own, then those that this Bridge defines. @throws CallFailed */
export async function mappableFields(http: Http): Promise<Field[]> {
	const custom = await customFieldsOf(http).catch(noneIfRefused);
	return [...BRIDGE_FIELDS, ...custom.map(customFieldFor)];
}

/** Where custom fields may not be read, a run only warns, so the others can be mapped. @throws CallFailed otherwise */
function noneIfRefused(error: unknown): CustomField[] {
	const failure = failureIn(error);
	if (failure.kind === 'forbidden' || failure.kind === 'notFound') return [];
	throw new CallFailed(failure);
}
