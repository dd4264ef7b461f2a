import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeProperties,
	type IRequestOptionsSimplified,
} from 'n8n-workflow';

import { packageCredentials } from './package';

export type CredentialValues = Record<string, ICredentialDataDecryptedObject>;

function credentialType(name: string): ICredentialType {
	const found = packageCredentials().get(name);
	if (!found) throw new Error(`The package has no credential type "${name}".`);
	return found;
}

/** Stands in for n8n's credential store: holds plain values and signs requests with the real credential classes. */
export class CredentialStore extends ICredentialsHelper {
	constructor(private readonly values: CredentialValues) {
		super();
	}

	override getParentTypes(): string[] {
		return [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = credentialType(typeName);
		const options = requestOptions as IHttpRequestOptions;
		if (authenticate === undefined) return options;
		if (typeof authenticate !== 'function') {
			throw new Error(`The engine harness signs with functions only; "${typeName}" is declarative.`);
		}
		return await authenticate.call(credentialType(typeName), credentials, options);
	}

	override async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	override async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	override async getCredentials(): Promise<ICredentials> {
		throw new Error('The engine harness has no stored credentials.');
	}

	override async getDecrypted(
		_additionalData: unknown,
		_nodeCredentials: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const given = this.values[type];
		if (!given) throw new Error(`No values were given for the credential "${type}".`);
		const defaults = Object.fromEntries(
			credentialType(type).properties.map(({ name, default: value }) => [name, value]),
		) as ICredentialDataDecryptedObject;
		return { ...defaults, ...given };
	}

	override async updateCredentials(): Promise<void> {}

	override async updateCredentialsOauthTokenData(): Promise<void> {}

	override getCredentialsProperties(type: string): INodeProperties[] {
		return credentialType(type).properties;
	}
}
