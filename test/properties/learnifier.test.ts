import { describeRuns } from './runs';

describeRuns('learnifier');
