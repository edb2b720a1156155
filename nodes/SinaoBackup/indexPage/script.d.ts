/** The code of `browser/`, bundled and minified by gulpfile.js. */
export const script: string;
