// Real programs, such as n8n, browsers and servers, can be late on a busy machine. In CI, a failed test runs once more; `.ci/run` names it.
if (process.env.CI) jest.retryTimes(1, { logErrorsBeforeRetry: true });
