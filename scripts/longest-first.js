const Sequencer = require('@jest/test-sequencer').default;

/** Groups of test files begin in the order of their names, which scripts/groups.js gives them. */
module.exports = class extends Sequencer {
	sort(tests) {
		return [...tests].sort((one, other) => (one.path < other.path ? -1 : 1));
	}
};
