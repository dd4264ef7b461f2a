/**
 * What it takes n8n to load the package's nodes, in CPU time: run in a process of its own, and tells milliseconds as
 * JSON. Loading does nothing but compute, so on an idle machine CPU time is the time that passes.
 * n8n-workflow, luxon and crypto are loaded already in n8n; zod is, too, and its share is told apart.
 */
const { join } = require('node:path');

const root = process.env.LMS_USERS_PACKAGE_ROOT ?? join(__dirname, '..');
const { n8n } = require(join(root, 'package.json'));

require('n8n-workflow');
require('luxon');
require('crypto');
const now = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
const started = now();
require('zod');
const zodLoaded = now();
for (const file of n8n.nodes) require(join(root, file));
const nodesLoaded = now();

process.stdout.write(JSON.stringify({ zodMs: zodLoaded - started, nodesMs: nodesLoaded - zodLoaded }));
