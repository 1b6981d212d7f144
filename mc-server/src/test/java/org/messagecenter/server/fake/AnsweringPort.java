package org.messagecenter.server.fake;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;

/** A connection with a lane of its own that keeps what it is answered. */
public final class AnsweringPort extends ReplyPort implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Lanes lanes = new Lanes(group, 1, () -> 0);
  private final List<Answer> answers = new ArrayList<>();

  /** A response and its command_status. */
  public record Answer(Pdu response, CommandStatus status) {}

  /** What was answered since the last look, after the store's commit. */
  public List<Answer> take() {
    lanes.commit();
    return group
        .submit(
            () -> {
              List<Answer> taken = List.copyOf(answers);
              answers.clear();
              return taken;
            })
        .awaitUninterruptibly()
        .getNow();
  }

  @Override
  public Lane lane() {
    return lanes.all().get(0);
  }

  @Override
  public void respond(Packet request, Pdu response, CommandStatus status) {
    answers.add(new Answer(response, status));
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
