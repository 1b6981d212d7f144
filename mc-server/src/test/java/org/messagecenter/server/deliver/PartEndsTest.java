package org.messagecenter.server.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.history.History;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoreSettings;
import org.messagecenter.store.queue.StoredMessage;
import org.messagecenter.store.queue.UnsyncedStore;

/** The ends of parts, and of their whole, in a real store. */
class PartEndsTest {
  private static final String ACCOUNT = "acme";
  private static final long NOW = System.currentTimeMillis();
  private static final long LATER = NOW + TimeUnit.DAYS.toMillis(1);

  @TempDir Path directory;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
  private @Nullable JournalStore open;
  private @Nullable PartDesk desk;

  private record Accepted(long key, String id) {}

  @BeforeEach
  void start() throws IOException {
    JournalStore store = UnsyncedStore.open(StoreSettings.defaults(directory));
    open = store;
    store.start(due -> {}, mails::add, info -> {}, (cause, what) -> {});
    store.requestMail(ACCOUNT, 10);
    desk =
        new PartDesk(
            store,
            new ReceiptDesk(
                new Policies(AccountBook.of(List.of()), Policy.USUAL), 1000_000, registry),
            History.NONE,
            new DeliverCounters(registry),
            () -> NOW);
  }

  @AfterEach
  void stop() {
    store().close();
  }

  private JournalStore store() {
    return Objects.requireNonNull(open);
  }

  private static SubmitSm submit() {
    return new SubmitSm(
        "",
        new Address(1, 1, "4930"),
        new Address(1, 1, "49151"),
        0,
        0,
        0,
        "",
        "",
        1,
        0,
        0,
        0,
        Octets.of("Hello".getBytes(StandardCharsets.US_ASCII)),
        Tlvs.EMPTY);
  }

  private static NewMessage message(MessageKind kind, byte[] body) {
    return new NewMessage(ACCOUNT, "49151", kind, NOW, LATER, LATER, body, null);
  }

  private Accepted accept(List<NewMessage> messages) {
    CompletableFuture<Accepted> accepted = new CompletableFuture<>();
    store()
        .acceptAll(
            messages,
            new AcceptCallback() {
              @Override
              public void accepted(long key, String messageId, @Nullable Object attachment) {
                accepted.complete(new Accepted(key, messageId));
              }

              @Override
              public void refused(StoreFailure why, @Nullable Object attachment) {
                accepted.completeExceptionally(new AssertionError(why));
              }
            });
    return accepted.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private @Nullable StoredMessage find(long key) {
    CompletableFuture<@Nullable StoredMessage> found = new CompletableFuture<>();
    store().find(key, found::complete);
    return found.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private double delivered() {
    return registry.get("mc.deliver.ended").tag("state", "delivered").functionCounter().count();
  }

  @Test
  void partsThatEndTogetherEndTheWholeOnce() throws InterruptedException {
    var body = Unpooled.buffer();
    PduCodec.encodeBody(body, submit());
    Accepted whole = accept(List.of(message(MessageKind.MT, ByteBufUtil.getBytes(body))));
    NewMessage part =
        message(MessageKind.PART, new PartBody(whole.key(), "north", submit()).write());
    Accepted parts = accept(List.of(part, part, part));
    store().attempted(whole.key(), 0, LATER, new CarrierId("=parts", parts.id()));

    // On the store's thread, so that all of them are in one commit.
    store()
        .find(
            whole.key(),
            found -> {
              for (int ordinal = 0; ordinal < 3; ordinal++) {
                Objects.requireNonNull(desk)
                    .end(
                        parts.key() | ordinal,
                        parts.id(),
                        whole.key(),
                        MessageState.DELIVERED,
                        0,
                        NOW,
                        null);
              }
            });

    assertThat(mails.poll(60, TimeUnit.SECONDS)).isNotNull();
    // A second receipt would follow in one of the next rounds.
    for (int round = 0; round < 10; round++) {
      find(whole.key());
    }
    assertThat(find(whole.key())).isNull();
    assertThat(delivered()).isEqualTo(1);
    assertThat(mails).isEmpty();
  }
}
