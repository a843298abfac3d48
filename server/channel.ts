import { IPCMessageWriter, type Message } from 'vscode-languageserver/node';

/** What of a process its writer needs: the channel to the process that started it. */
export type Channel = Pick<NodeJS.Process, 'on' | 'send'>;

/** Writes to the process that started this one, and knows what is still on its way: unlike a stream, the channel does not tell. */
export class ChannelWriter extends IPCMessageWriter {
  private sending = 0;

  constructor(private readonly channel: Channel) {
    super(channel as NodeJS.Process);
  }

  /** Whether a message that has been written has not gone out yet. */
  get isSending(): boolean {
    return this.sending > 0;
  }

  /** Resolves when the message has gone out, or could not: then `onError` tells of it. */
  override write(message: Message): Promise<void> {
    this.sending++;
    return new Promise((resolve) => {
      this.channel.send!(message, undefined, undefined, (error: Error | null) => {
        this.sending--;
        if (error) this.fireError(error, message, 1);
        resolve();
      });
    });
  }
}
