import type { VendorName } from '../simulators';
import { bridge } from './bridge';
import { learnifier } from './learnifier';
import { lmsCollaborator } from './lmsCollaborator';
import { requestor } from './requestor';
import type { Scenario } from './scenario';
import { scim } from './scim';
import { traliant } from './traliant';

/** Every vendor's part of the demo. */
export const SCENARIOS: ReadonlyMap<VendorName, Scenario> = new Map(
	[bridge, learnifier, lmsCollaborator, requestor, scim, traliant].map((scenario) => [scenario.vendor, scenario]),
);
