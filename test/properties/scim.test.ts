import { describeRuns } from './runs';

describeRuns('scim');
