import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { Http } from '../transport/http';
import type { Readable } from './asking';

type Search = (
	http: Http,
	filter: string | undefined,
	token: string | undefined,
	credential: IDataObject,
) => Promise<INodeListSearchResult>;

/** The list that the editor offers to pick a person from, page by page. What searches is loaded with the first list. */
export function pickList(
	node: Readable,
	load: () => Promise<Search>,
): (this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) => Promise<INodeListSearchResult> {
	return async function (filter, paginationToken) {
		const { forEditor } = await import('./asking');
		const search = await load();
		return forEditor(this, node, async (http, credential) => search(http, filter, paginationToken, credential));
	};
}

/** One entry of a list to pick a person from: the list shows the name only, so it carries e-mail and id. */
export function listEntry(user: {
	readonly id: string;
	readonly name: string;
	readonly email: string;
}): INodeListSearchResult['results'][number] {
	const name = user.name === '' ? 'No name' : user.name;
	return { name: `${name}${user.email === '' ? '' : ` <${user.email}>`} (id ${user.id})`, value: user.id };
}
