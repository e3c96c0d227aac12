/** A reason why no project was made. Its message is for the user. */
export class Refusal extends Error {}
