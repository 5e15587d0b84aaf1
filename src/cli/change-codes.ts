/** How a change of where something stands ends, for the help of its command. */
export const CHANGE_CODES = `
Exit codes: 0 done, or in a dry run could be; 1 what the store holds cannot be believed;
2 there is no such route or cohort, or no such step; 3 refused by a gate, a halt, a freeze
or a role, or it waits for a second person; 4 no instance answers, or its store does not;
5 the revision moved on.`
