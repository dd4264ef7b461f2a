import { describeRuns } from './runs';

describeRuns('lmsCollaborator');
