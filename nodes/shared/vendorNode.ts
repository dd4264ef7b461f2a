import type { IDataObject } from 'n8n-workflow';
import type { Connector, Vendor } from './model/connector';
import type { Remembered } from './remembered';
import type { Settings } from './settings';
import type { Http } from './transport/http';

/** What a vendor's connector is made from. */
export interface ConnectInput {
	readonly http: Http;
	readonly settings: Settings;
	readonly credential: IDataObject;
	/** A parameter of the node, read with an item (the first one, if none is named). @throws RunError when its expression fails */
	readonly parameter: (name: string, usual: unknown, item?: number) => unknown;
	/** The workflow's time zone. */
	readonly timezone: string;
	/** What earlier runs have seen of accounts that can't be looked up by key. */
	readonly remembered: Remembered;
}

/** One vendor, as a node hands it to the pipeline. */
export interface VendorNode {
	readonly vendor: Vendor;
	/** The operations' names in the vendor's own words, such as `hide: "Lock Users"`. */
	readonly operationLabels: Readonly<Record<string, string>>;
	/** The credential's values that must never be shown, combined ones included. */
	readonly secrets: (credential: IDataObject) => string[];
	/** @throws RunError, CallFailed when something must be read first and can't be */
	connect(input: ConnectInput): Promise<Connector>;
}
