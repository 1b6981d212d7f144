package org.messagecenter.server.correlate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.fake.ReplyPort;
import org.messagecenter.server.lane.Lane;

/** A bind to a carrier that writes its answers down. */
final class TestPort extends ReplyPort {
  private final Lane lane;
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

  TestPort(Lane lane) {
    this.lane = lane;
  }

  /** Sequence number, command and status of each answer since the last look. */
  List<String> take() {
    List<String> taken = new ArrayList<>();
    answers.drainTo(taken);
    return taken;
  }

  /** The next answer, for which there is some time; null when it is over. */
  @Nullable String next() throws InterruptedException {
    return answers.poll(60, TimeUnit.SECONDS);
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public void respond(Packet request, Pdu response, CommandStatus status) {
    answers.add(
        request.sequence()
            + " "
            + response.commandId().name().toLowerCase(Locale.ROOT)
            + " "
            + status);
  }
}
