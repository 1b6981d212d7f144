package org.messagecenter.server.submit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.server.deliver.StoredBody;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;

/**
 * submit_sm with replace_if_present_flag (34:4.4.1.2, 50:4.2.7): takes the place of the oldest
 * pending message with the same source, destination and service_type, under that message's id. With
 * none, or when its attempt began meanwhile, the message is a new one.
 */
final class ReplaceIfPresent {
  /** Messages that are looked at in one go; those of another service_type are passed over. */
  private static final int AT_ONCE = 64;

  private final MessageStore store;
  private final SubmitDesk desk;

  ReplaceIfPresent(MessageStore store, SubmitDesk desk) {
    this.store = store;
    this.desk = desk;
  }

  /** Replaces or accepts; the submission's answer follows either way. */
  void submit(Submission submission) {
    submit(submission, 0);
  }

  private void submit(Submission submission, long after) {
    store.findByAddress(
        submission.account().systemId(),
        submission.message().destinationAddr().digits(),
        submission.tag(),
        after,
        AT_ONCE,
        new GuardedLookup(
            (pending, ended) -> found(submission, pending),
            () -> desk.refused(StoreFailure.BROKEN, submission)));
  }

  private void found(Submission submission, List<StoredMessage> pending) {
    StoredMessage old = match(submission.message(), pending);
    if (old == null && !pending.isEmpty()) {
      submit(submission, pending.get(pending.size() - 1).key());
      return;
    }
    NewMessage content = submission.newMessage();
    if (old == null) {
      store.accept(content, desk);
      return;
    }
    store.replace(
        old.key(),
        content,
        new DoneCallback() {
          @Override
          public void done(boolean changed) {
            if (changed) {
              desk.accepted(old.key(), old.messageId(), submission);
            } else {
              store.accept(content, desk);
            }
          }

          @Override
          public void failed(StoreFailure why) {
            desk.refused(why, submission);
          }
        });
  }

  private static @Nullable StoredMessage match(SubmitSm message, List<StoredMessage> pending) {
    for (StoredMessage candidate : pending) {
      if (candidate.kind() != MessageKind.MT) {
        // A data_sm has no such flag, and an alert is no message.
        continue;
      }
      try {
        SubmitSm other = StoredBody.read(candidate.kind(), candidate.body());
        if (other.serviceType().equals(message.serviceType())
            && other.destinationAddr().equals(message.destinationAddr())) {
          return candidate;
        }
      } catch (BadBody e) {
        throw new IllegalStateException("the store holds a body that was never decoded", e);
      }
    }
    return null;
  }
}
