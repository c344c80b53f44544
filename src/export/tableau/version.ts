/** The oldest for which Tableau publishes a schema of workbooks; it and newer ones open the file. */
export const TABLEAU_VERSION = '26.1';
