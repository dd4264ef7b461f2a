import type { IDataObject, INodeListSearchResult } from 'n8n-workflow';
import { failureIn } from '../shared/model/failure';
import type { Http } from '../shared/transport/http';
import { basePathOf, ScimCalls } from './scim.calls';
import { extensionFields } from './scim.config';
import type { ScimField } from './scim.places';
import { ScimReader, searchScim } from './scim.reader';
import { scimFields } from './scim.fields';
import type { Keep } from './scim.user';

/** The fields that the editor offers: those of the RFC, and the server's own where it tells them. */
export async function mappableFields(http: Http, credential: IDataObject, findBy: unknown): Promise<ScimField[]> {
	const fields = scimFields(findBy === 'externalId' ? 'externalId' : 'userName');
	try {
		return [...fields, ...(await extensionFields(new ScimCalls(http, basePathOf(credential)), fields))];
	} catch (error) {
		// Without the server's answer, the fields of the RFC can still be mapped.
		failureIn(error);
		return [...fields];
	}
}

/** Some users for the editor's list. @throws CallFailed, RunError */
export async function searchUsersOf(
	http: Http,
	filter: string | undefined,
	token: string | undefined,
	credential: IDataObject,
): Promise<INodeListSearchResult> {
	const keep: Keep = { findBy: 'userName', fields: scimFields('userName'), record: 'members' };
	const reader = new ScimReader(new ScimCalls(http, basePathOf(credential)), keep, false);
	return searchScim(reader, keep, filter, token);
}
