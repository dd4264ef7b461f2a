import { NodeOperationError, type IDataObject, type ILoadOptionsFunctions } from 'n8n-workflow';
import { normaliseBaseUrl } from '../transport/address';
import type { Vendor } from '../model/connector';
import { CallFailed, remedyFor, RunError } from '../model/failure';
import { Http } from '../transport/http';
import { redactor } from '../transport/secrets';

/** What a read for the editor needs to know of a vendor. */
export interface Readable {
	readonly vendor: Vendor;
	readonly secrets: (credential: IDataObject) => string[];
}

/** Runs a read for the editor (lists, field names), with errors in plain words. */
export async function forEditor<T>(
	context: ILoadOptionsFunctions,
	node: Readable,
	read: (http: Http, credential: IDataObject) => Promise<T>,
): Promise<T> {
	try {
		const credential = (await context.getCredentials(node.vendor.credential)) as IDataObject;
		const redact = redactor(node.secrets(credential));
		const http = new Http(context, {
			lms: node.vendor.label,
			credential: node.vendor.credential,
			address: normaliseBaseUrl(String(credential.baseUrl ?? ''), credential.allowHttp === true),
			timeoutMs: 15_000,
			maxAttempts: 2,
			callsPerSecond: node.vendor.callsPerSecond,
			signal: undefined,
			redact,
		});
		return await read(http, credential);
	} catch (error) {
		const remedy =
			error instanceof RunError
				? error.remedy
				: error instanceof CallFailed
					? remedyFor(error.failure, node.vendor.label)
					: undefined;
		throw new NodeOperationError(
			context.getNode(),
			error as Error,
			remedy === undefined ? {} : { message: (error as Error).message, description: remedy },
		);
	}
}
