import { startForeign } from '../foreign/behind';
import { openScimmy } from '../foreign/scimmy';
import { describeRuns } from './runs';
import { foreignScim } from './vendors';

describeRuns('scim', 'scimmy-routers', async (clock) => foreignScim(await startForeign(openScimmy, { clock })));
