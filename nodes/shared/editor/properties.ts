/** All that a vendor's parameters are made of. */
export { leaverProperties } from './leavers';
export { dryRunProperties, operationProperty, warningNotice } from './operations';
export { personOptions, readOptions, rowOptions } from './options';
export { getManyProperties, periodProperties, userLocator } from './people';
export { knownUsersProperty, rowProperties } from './rows';
export { personSafety, syncSafety } from './safety';
