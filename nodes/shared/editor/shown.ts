import type { INodeProperties } from 'n8n-workflow';

/** Shown on these operations. */
export const on = (...operations: string[]): INodeProperties['displayOptions'] => ({
	show: { resource: ['user'], operation: operations },
});
