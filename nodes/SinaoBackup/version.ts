/** What a manifest names as its maker; the same as in package.json, as a test makes sure. */
export const tool = { name: 'n8n-nodes-sinao', version: '0.1.0' };
