package org.messagecenter.server.submit;

import java.util.List;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.LookupCallback;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look-up on whose result an answer depends: one that throws would leave the request unanswered
 * for ever, and its place in the peer's window taken.
 */
public final class GuardedLookup implements LookupCallback {
  private static final Logger log = LoggerFactory.getLogger(GuardedLookup.class);

  private final LookupCallback callback;
  private final Runnable failed;

  /**
   * @param callback must not throw once it has answered, or has left the answer to another
   * @param failed gives the answer when it throws, or when the store cannot tell what there is; on
   *     the store's thread too
   */
  GuardedLookup(LookupCallback callback, Runnable failed) {
    this.callback = callback;
    this.failed = failed;
  }

  /**
   * Answers the request with ESME_RSYSERR when the callback throws, or the store cannot tell what
   * there is: nothing is said of a message then that may be there.
   */
  public static GuardedLookup of(RequestPort channel, Packet request, LookupCallback callback) {
    CommandId response = request.pdu().commandId().response();
    return new GuardedLookup(
        callback,
        () ->
            channel
                .lane()
                .answer(
                    lane ->
                        channel.respond(
                            request, PduTable.blank(response), CommandStatus.ESME_RSYSERR)));
  }

  @Override
  public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
    try {
      callback.found(pending, ended);
    } catch (RuntimeException e) {
      log.error("What a look-up found cannot be served", e);
      failed.run();
    }
  }

  @Override
  public void failed(StoreFailure why) {
    log.warn("A look-up failed: {}", why);
    failed.run();
  }
}
