import { describeRuns } from './runs';

describeRuns('traliant');
