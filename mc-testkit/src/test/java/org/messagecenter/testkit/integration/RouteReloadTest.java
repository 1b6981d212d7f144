package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.testkit.integration.Relay.A_WHILE;
import static org.messagecenter.testkit.integration.Relay.SOON;
import static org.messagecenter.testkit.integration.Relay.count;
import static org.messagecenter.testkit.integration.Relay.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.CarrierSubmit;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.ReceiptPlan;
import org.messagecenter.testkit.ReceiptStyle;
import org.messagecenter.testkit.Submission;

/** The rules change while messages go by them. */
class RouteReloadTest {
  private static final String NUMBER = "4915112345678";
  private static final String FILE = "conf/routes.conf";

  private final AtomicInteger probes = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();

  private static JsmppCarrier carrier() throws IOException {
    return JsmppCarrier.plain()
        .receipting(ReceiptPlan.of(ReceiptStyle.delivered()).onlyIfAsked().parallel(2));
  }

  private static String allTo(String carrier) {
    return "rules = [\n  { name = all, to = " + carrier + " }\n]\n";
  }

  @Test
  void theNextMessageGoesByTheNewRulesAndABrokenFileChangesNothing() throws Exception {
    try (JsmppCarrier alpha = carrier();
        JsmppCarrier beta = carrier();
        MessageCenterServer center =
            Relay.begin()
                .carrier("alpha", alpha.port())
                .carrier("beta", beta.port())
                .routes(allTo("alpha"))
                .with("routes.reload-check", "20ms")
                .start();
        JsmppEsme esme = Relay.bind(center);
        JsmppEsme other = center.esme("demo2", "secret2").bind()) {
      CompletableFuture<List<String>> submitted =
          CompletableFuture.supplyAsync(() -> submitUntilEnough(esme));
      try {
        Await.until("messages flow", SOON, () -> alpha.taken().size() > 20);
        center.write(FILE, allTo("beta"));
        Relay.ask(center.home(), "route", "reload");
        assertThat(carrierOf(probe(other), alpha, beta)).isEqualTo(beta);

        center.write(FILE, allTo("gamma"));
        assertThat(Relay.askInVain(center.home(), "route", "reload"))
            .singleElement()
            .asString()
            .contains(FILE + ":2: rules[0].to = gamma: must be a group or a carrier: alpha, beta");
        assertThat(count(center, "mc.route.reload-failures")).isPositive();
        assertThat(carrierOf(probe(other), alpha, beta)).isEqualTo(beta);

        // This time it is seen without a word.
        center.write(FILE, allTo("alpha"));
        Await.until(
            "the mended rules are in use",
            SOON,
            () -> carrierOf(probe(other), alpha, beta).equals(alpha));
      } finally {
        enough.set(true);
      }
      List<String> ids = submitted.get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(Relay.ids(esme.delivered().take(ids.size(), SOON), "DELIVRD"))
          .containsExactlyInAnyOrderElementsOf(ids);
      esme.delivered().expectNone(A_WHILE);
      assertThat(Stream.concat(texts(alpha), texts(beta)))
          .doesNotHaveDuplicates()
          .hasSize(ids.size() + probes.get());
    }
  }

  private List<String> submitUntilEnough(JsmppEsme esme) {
    List<String> ids = new ArrayList<>();
    try {
      while (!enough.get()) {
        ids.add(esme.submit(message(NUMBER).text("number " + ids.size())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ids;
  }

  /** Submits one more, and tells its text. */
  private String probe(JsmppEsme esme) {
    String text = "probe " + probes.getAndIncrement();
    try {
      esme.submit(Submission.to(NUMBER).text(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text;
  }

  private static JsmppCarrier carrierOf(String text, JsmppCarrier... carriers) {
    return Await.value(
        "a carrier to take " + text,
        SOON,
        () ->
            Stream.of(carriers)
                .filter(each -> texts(each).anyMatch(text::equals))
                .findFirst()
                .orElse(null));
  }

  private static Stream<String> texts(JsmppCarrier carrier) {
    return carrier.taken().stream().map(CarrierSubmit::message).map(message -> message.text());
  }
}
