import { describeRuns } from './runs';

describeRuns('bridge');
