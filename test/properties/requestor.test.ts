import { describeRuns } from './runs';

describeRuns('requestor');
