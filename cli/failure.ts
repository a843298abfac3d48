/** Why a command could not do what it was asked: the fact, then the remedy, for the user. Exit code 2. */
export class Failure extends Error {
  /** `seeHelp` names the command whose `--help` tells more. */
  constructor(
    message: string,
    readonly seeHelp?: string,
  ) {
    super(message);
  }
}

/** What a command ends with, as section 8 of the contract has it. */
export const exitCode = { fine: 0, findings: 1, failed: 2 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
